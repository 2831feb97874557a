using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>The audio services as the app has them, with a folder for what a benchmark makes.</summary>
internal sealed class AudioServicesUnderTest : IDisposable
{
    private readonly WorkFolders folders = new();

    public AudioServicesUnderTest(ClipOptions? clip = null)
    {
        var ffmpeg = new FfmpegRunner(folders, Options.Create(new FfmpegOptions()), NullLogger<FfmpegRunner>.Instance);
        Activity = new(ffmpeg, folders);
        Validator = new(ffmpeg, Activity, folders, Options.Create(clip ?? new()));
        Folder = folders.Create();
    }

    public WorkFolder Folder { get; }

    public VoiceActivity Activity { get; }

    public ClipValidator Validator { get; }

    public void Dispose()
    {
        Activity.Dispose();
        Folder.Dispose();
        folders.Dispose();
    }
}
