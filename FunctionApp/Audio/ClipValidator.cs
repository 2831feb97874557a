using FFMpegCore;
using Microsoft.Extensions.Options;

namespace VoicePrep.Audio;

/// <summary>Decides whether an upload can be used, measures it, and cuts the part that is used.</summary>
public sealed class ClipValidator(Ffmpeg ffmpeg, WorkFolders folders, IOptions<ClipOptions> options)
{
    private const string Trimmed = "trimmed.flac";

    private readonly ClipOptions _options = options.Value;

    /// <summary>Validates a clip and, unless it is rejected, writes its window as FLAC: the source's rate and channels, 24 bit.</summary>
    /// <param name="clipFile">The upload, under any name; it is only read.</param>
    /// <param name="trimmedFile">Where the window goes; it appears when it is complete.</param>
    public async Task<Validation> ValidateAndTrimAsync(string clipFile, string trimmedFile, CancellationToken cancellationToken)
    {
        if (await RawFile.JudgeAsync(clipFile, _options.MaxUploadMegabytes, cancellationToken) is { } unfit)
            return Validation.Reject(unfit);

        using var folder = folders.Create();
        File.CreateSymbolicLink(folder.File(InputGuard.ClipName), Path.GetFullPath(clipFile));
        try
        {
            return await ValidateAsync(folder, trimmedFile, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Validation.Reject(Rejections.ClipTooComplex(ffmpeg.Limit.TotalSeconds));
        }
    }

    private async Task<Validation> ValidateAsync(WorkFolder folder, string trimmedFile, CancellationToken cancellationToken)
    {
        var (clip, rejection) = await ClipProbe.ReadAsync(ffmpeg, folder, cancellationToken);
        if (clip is null)
            return Validation.Reject(rejection!);

        var meter = new PcmMeter(clip);
        await ClipDecoder.DecodeAsync(ffmpeg, folder, clip, _options.SearchSeconds, meter.Add, cancellationToken);
        if (meter.Frames == 0)
            return Validation.Reject(Rejections.UnreadableAudio());
        if (meter.NotFinite > 0)
            return Validation.Reject(Rejections.SamplesNotFinite(meter.NotFinite));
        if (meter.Seconds < _options.MinSeconds)
            return Validation.Reject(Rejections.ClipTooShort(meter.Seconds, _options.MinSeconds));

        var seconds = Math.Max(meter.Seconds, meter.Seconds < _options.SearchSeconds ? 0 : clip.Duration.TotalSeconds);
        var window = new ClipWindow(0, Math.Min(meter.Seconds, _options.MaxSeconds), null, null);
        await TrimAsync(folder, window, meter.Peak, cancellationToken);
        File.Move(folder.File(Trimmed), trimmedFile, overwrite: true);
        var verdict = new Verdict(Grade.Good, [new("seconds", seconds, "s", _options.MinSeconds, Grade.Good, null)]);
        return Validation.Accept(new(seconds, seconds > _options.MaxSeconds, window, verdict, null));
    }

    private Task TrimAsync(WorkFolder folder, ClipWindow window, float peak, CancellationToken cancellationToken)
    {
        // Samples of a float format can be over full scale: those are turned down, not clipped.
        var gain = peak > 1 ? $",volume={1 / peak:R}:precision=float" : "";
        var run = FFMpegArguments
            .FromFileInput(folder.File(InputGuard.ClipName), true, input => input.WithCustomArgument($"-nostdin -v error -threads {ffmpeg.Threads} {string.Join(' ', InputGuard.Arguments)}"))
            .OutputToFile(folder.File(Trimmed), true, output => output.WithCustomArgument(
                $"-map 0:a:0 -vn -sn -dn -map_metadata -1 -fflags +bitexact -af atrim={window.StartSeconds:0.######}:{window.StartSeconds + window.Seconds:0.######}{gain} -c:a flac -sample_fmt s32 -bits_per_raw_sample 24 -f flac"));
        return ffmpeg.RunAsync(folder, run, cancellationToken);
    }
}
