using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace VoicePrep.Speech.Native;

/// <summary>Sends the log lines of libwhisper and ggml, which would go to standard error, to a logger.</summary>
internal static unsafe partial class NativeLog
{
    private const int Warning = 3;
    private const int Error = 4;

    private static ILogger? sink;

    [ThreadStatic]
    private static string? lastError;

    /// <summary>The last error that a native call of this thread logged.</summary>
    public static string LastError => lastError ?? "no reason given";

    public static void SendTo(ILogger logger)
    {
        sink = logger;
        WhisperApi.SetLog(&Receive, null);
        GgmlApi.SetLog(&Receive, null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(int level, byte* text, void* userData)
    {
        var line = Marshal.PtrToStringUTF8((nint)text)?.Trim();
        if (string.IsNullOrEmpty(line) || sink is null)
            return;
        if (level == Error)
            lastError = line;
        if (level is Warning or Error)
            NativeWarning(sink, line);
        else
            NativeLine(sink, line);
    }

    [LoggerMessage(310, LogLevel.Warning, "libwhisper: {Line}")]
    private static partial void NativeWarning(ILogger logger, string line);

    [LoggerMessage(311, LogLevel.Debug, "libwhisper: {Line}")]
    private static partial void NativeLine(ILogger logger, string line);
}
