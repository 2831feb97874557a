using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Benchmarks.Audio;

namespace VoicePrep.Tests.Audio;

/// <summary>The audio services over a folder of their own, and the clips that tests make in it.</summary>
public sealed class AudioWorkbench : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("audio-tests-");
    private readonly WorkFolders folders;
    private double? windowSeconds;

    public AudioWorkbench(Action<ClipOptions>? clip = null, Action<FfmpegOptions>? ffmpeg = null)
    {
        var clipOptions = new ClipOptions();
        clip?.Invoke(clipOptions);
        var ffmpegOptions = new FfmpegOptions();
        ffmpeg?.Invoke(ffmpegOptions);
        Work = Directory.CreateDirectory(File("work")).FullName;
        folders = new(Work);
        Ffmpeg = new(folders, Options.Create(ffmpegOptions), NullLogger<FfmpegRunner>.Instance);
        Activity = new();
        Validator = new(Ffmpeg, Activity, Options.Create(clipOptions));
        Converter = new(Ffmpeg);
    }

    /// <summary>Where the services make their temporary folders.</summary>
    public string Work { get; }

    public FfmpegRunner Ffmpeg { get; }

    public VoiceActivity Activity { get; }

    public ClipValidator Validator { get; }

    public AudioConverter Converter { get; }

    public string Trimmed => File("trimmed.wav");

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Makes a file with the ffmpeg command line; the last argument is its name.</summary>
    public async Task<string> MakeAsync(params string[] arguments)
    {
        await RunAsync("ffmpeg", ["-y", "-v", "error", .. arguments[..^1], File(arguments[^1])]);
        return File(arguments[^1]);
    }

    /// <summary>A synthetic voice that keeps counting, cut to a length; 22.05 kHz mono.</summary>
    public async Task<string> SpeakAsync(double seconds, string name)
    {
        var text = string.Join(' ', Enumerable.Repeat("one two three, four five six. seven, eight nine ten.", (int)(seconds / 3) + 1));
        await RunAsync("espeak-ng", ["-s", "150", "-w", File("spoken.wav"), text]);
        return await MakeAsync("-i", File("spoken.wav"), "-t", $"{seconds}", name);
    }

    /// <summary>A text spoken by one of espeak-ng's voices, without the silence around it; 16 kHz.</summary>
    public async Task<float[]> SayAsync(string voice, string text)
    {
        using var work = CreateFolder();
        return await SyntheticSpeakers.SpeakAsync(work, voice, text, CancellationToken.None);
    }

    /// <summary>A folder as each stage has one.</summary>
    public WorkFolder CreateFolder() => folders.Create();

    public async Task<Validation> ValidateAsync(string clip)
    {
        using var work = CreateFolder();
        work.Link(clip);
        var validation = await Validator.ValidateAndTrimAsync(work, CancellationToken.None);
        windowSeconds = (validation as Validation.Accepted)?.Clip.Window.Seconds;
        if (windowSeconds is not null)
            System.IO.File.Copy(work.Trimmed, Trimmed, overwrite: true);

        return validation;
    }

    public async Task<ValidClip> AcceptAsync(string clip) => Assert.IsType<Validation.Accepted>(await ValidateAsync(clip)).Clip;

    public async Task<Rejection> RejectAsync(string clip) => Assert.IsType<Validation.Rejected>(await ValidateAsync(clip)).Rejection;

    /// <summary>Converts the clip that was trimmed last, and returns the samples of the two files.</summary>
    public (float[] Speech, float[] Reference) Convert()
    {
        AudioConverter.ConvertTrimmed(Trimmed, windowSeconds!.Value, File("speech.wav"), File("reference.wav"));
        var (speech, speechRate) = WavFile.ReadMono(File("speech.wav"));
        var (reference, referenceRate) = WavFile.ReadMono(File("reference.wav"));
        Assert.Equal((16_000, 22_050), (speechRate, referenceRate));
        return (speech, reference);
    }

    /// <summary>Fails if a service left a file or a process behind.</summary>
    public void AssertNothingLeft()
    {
        foreach (var root in Directory.EnumerateDirectories(Work))
        {
            Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(root).Select(Path.GetFileName));
            Assert.Empty(ProcessTree.Find(root));
        }
    }

    public void Dispose()
    {
        Activity.Dispose();
        folders.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed: {errors}");
    }
}
