using System.Buffers;
using System.Text;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Audio.Probing;

/// <summary>What can be said of an upload before any decoder sees it.</summary>
internal static class RawFile
{
    private const int HeadLength = 4096;

    public static async Task<Rejection?> JudgeAsync(string file, int maxMegabytes, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file);
        var length = (info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info).Length;
        if (length == 0)
            return Rejections.ClipEmpty();
        if (length > maxMegabytes * 1_000_000L)
            return Rejections.ClipTooLarge(length, maxMegabytes);
        return IsText(await ReadHeadAsync(file, cancellationToken)) ? Rejections.ClipIsText() : null;
    }

    private static async Task<byte[]> ReadHeadAsync(string file, CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        await using var stream = File.OpenRead(file);
        return head[..await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)];
    }

    /// <summary>UTF-8 without control characters; every audio format has some in its header.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        while (head.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(head, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData)
                return true; // the head ends within a character
            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r' or '\f')))
                return false;
            head = head[length..];
        }

        return true;
    }
}
