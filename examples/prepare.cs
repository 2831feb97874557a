// Prepares a recording: dotnet run examples/prepare.cs RECORDING [FOLDER]
// VOICEPREP_URL is the service, VOICEPREP_KEY its function key where it wants one. Needs the .NET 10 SDK.

using System.Text.Json.Nodes;

var recording = args[0];
var folder = args.Length > 1 ? args[1] : ".";
using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("VOICEPREP_URL") ?? "http://127.0.0.1:7071") };
http.DefaultRequestHeaders.Add("x-functions-key", Environment.GetEnvironmentVariable("VOICEPREP_KEY") ?? "");

await using var file = File.OpenRead(recording);
using var body = new StreamContent(file);
var voice = await ReadAsync(await http.PostAsync($"/api/voices?fileName={Uri.EscapeDataString(Path.GetFileName(recording))}", body));
while ((string?)voice["status"] is "queued" or "running")
{
    await Task.Delay(TimeSpan.FromSeconds(1));
    voice = await ReadAsync(await http.GetAsync($"/api/voices/{voice["id"]}"));
}

if ((string?)voice["status"] != "completed")
{
    Console.Error.WriteLine(voice["error"] ?? $"{voice["rejection"]!["message"]} {voice["rejection"]!["advice"]}");
    return 1;
}

Console.WriteLine(voice["profile"]!["transcript"]!["text"]);
Directory.CreateDirectory(folder);
foreach (var name in (string[])["reference.wav", "embedding.npy"])
{
    await File.WriteAllBytesAsync(Path.Combine(folder, name), await http.GetByteArrayAsync($"/api/voices/{voice["id"]}/files/{name}"));
}

return 0;

static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
{
    var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync());
    return response.IsSuccessStatusCode ? answer! : throw new HttpRequestException($"{answer!["code"]}: {answer["detail"]}");
}
