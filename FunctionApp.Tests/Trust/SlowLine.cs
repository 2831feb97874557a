using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Trust;

/// <summary>
/// An upload over a line that carries a kilobyte a second: too slow to be worth the wait, too fast for a server to take it for dead.
/// </summary>
internal static class SlowLine
{
    private const int Length = 10_000_000;
    private const int BytesAtOnce = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <returns>The status of the answer, 0 where the connection was closed without one; and when it came.</returns>
    public static async Task<(int Status, double Seconds)> UploadAsync(Uri endpoint)
    {
        var started = Stopwatch.GetTimestamp();
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint.Host, endpoint.Port);
        var line = client.GetStream();
        await line.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/voices?fileName=slow.wav HTTP/1.1\r\nHost: {endpoint.Authority}\r\nContent-Length: {Length}\r\n\r\n"));
        var answer = ReadStatusAsync(line);
        try
        {
            while (!answer.IsCompleted && Stopwatch.GetElapsedTime(started) < Eventually.Limit)
            {
                await line.WriteAsync(new byte[BytesAtOnce]);
                await Task.WhenAny(answer, Task.Delay(Pause));
            }
        }
        catch (IOException)
        {
            // Closed by the other side.
        }

        return (await answer.WaitAsync(Eventually.Limit), Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<int> ReadStatusAsync(NetworkStream line)
    {
        try
        {
            using var reader = new StreamReader(line, Encoding.ASCII, leaveOpen: true);
            return await reader.ReadLineAsync() is { } first && first.Split(' ') is [_, var status, ..]
                ? int.Parse(status, CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
