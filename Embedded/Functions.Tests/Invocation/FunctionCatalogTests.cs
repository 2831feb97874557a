using Embedded.Functions.Invocation;
using Embedded.TestApp;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Embedded.Functions.Tests.Invocation;

public sealed class FunctionCatalogTests
{
    private static readonly IConfiguration NoSettings = new ConfigurationBuilder().Build();

    [Fact]
    public void Catalog_OfTheTestApp_FindsFunctionsByTrigger()
    {
        var catalog = new FunctionCatalog(typeof(App).Assembly.GetTypes(), NoSettings);

        Assert.Equal(["Busy", "Do", "Refuse"], catalog.Activities.Keys.Order(StringComparer.Ordinal));
        Assert.True(catalog.Orchestrators.ContainsKey("chain"));
        Assert.Equal("Embedded.TestApp.Activities.DoAsync", catalog.Activities["Do"].EntryPoint);
    }

    [Fact]
    public void Catalog_OfWrongDeclarations_ListsEveryError()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new FunctionCatalog([typeof(Wrong)], NoSettings));

        Assert.Equal(
            [
                "NoTrigger (Embedded.Functions.Tests.Invocation.FunctionCatalogTests+Wrong.NoTrigger): has 0 triggers, must have one",
                "Twice (Embedded.Functions.Tests.Invocation.FunctionCatalogTests+Wrong.Unbound): parameter unbound of type System.Text.StringBuilder cannot be bound",
                "twice (Embedded.Functions.Tests.Invocation.FunctionCatalogTests+Wrong.WrongTrigger): the trigger's parameter request cannot be of type System.String",
                "twice (Embedded.Functions.Tests.Invocation.FunctionCatalogTests+Wrong.WrongTrigger): the name is taken",
            ],
            error.Message.Split('\n')[1..]);
    }

    private static class Wrong
    {
        [Function("NoTrigger")]
        public static void NoTrigger(string name) => _ = name;

        [Function("Twice")]
        public static void Unbound([HttpTrigger] HttpRequest request, System.Text.StringBuilder unbound) => _ = (request, unbound);

        [Function("twice")]
        public static void WrongTrigger([HttpTrigger] string request) => _ = request;
    }
}
