namespace VoicePrep.Tests.Infra;

/// <summary>The part of azd that scripts call, with the refusals of its <c>cmd/env.go</c> and <c>internal/cmd/deploy.go</c>.</summary>
internal sealed class FakeAzd(FakeAzure azure)
{
    public ToolResult Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["env", "get-value", var key]:
                return azure.Environment.TryGetValue(key, out var value)
                    ? new ToolResult(0, value + "\n", "")
                    : new ToolResult(1, "", $"ERROR: key not found in environment values: '{key}'\n");
            case ["env", "set", { } name, { } setting]:
                azure.Environment[name] = setting;
                return new ToolResult(0, "", "");
            case ["deploy", "app", "--from-package", var image] when image.Length > 0:
                azure.Deployed = image;
                return new ToolResult(0, "", "");
            case ["deploy", "--from-package", _]:
                return new ToolResult(1, "", "ERROR: 'from-package' cannot be specified without a service\n");
            default:
                return new ToolResult(1, "", $"ERROR: unknown command or flag: {string.Join(' ', arguments)}\n");
        }
    }
}
