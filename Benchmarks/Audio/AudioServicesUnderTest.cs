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
        Activity = new();
        Validator = new(ffmpeg, Activity, Options.Create(clip ?? new()));
        Folder = folders.Create();
    }

    public WorkFolder Folder { get; }

    public VoiceActivity Activity { get; }

    public ClipValidator Validator { get; }

    /// <summary>A folder for the work on a clip, as each stage has one.</summary>
    public WorkFolder CreateFolder(string clip)
    {
        var folder = folders.Create();
        folder.Link(clip);
        return folder;
    }

    public void Dispose()
    {
        Activity.Dispose();
        Folder.Dispose();
        folders.Dispose();
    }
}
