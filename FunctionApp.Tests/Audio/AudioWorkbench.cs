using System.Diagnostics;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;

namespace VoicePrep.Tests.Audio;

/// <summary>The audio services over a folder of their own, and the clips that tests make in it.</summary>
public sealed class AudioWorkbench : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audio-tests-");
    private readonly WorkFolders _folders;

    public AudioWorkbench(Action<ClipOptions>? clip = null, Action<FfmpegOptions>? ffmpeg = null)
    {
        var clipOptions = new ClipOptions();
        clip?.Invoke(clipOptions);
        var ffmpegOptions = new FfmpegOptions();
        ffmpeg?.Invoke(ffmpegOptions);
        _folders = new(Directory.CreateDirectory(Path("work")).FullName);
        Ffmpeg = new(_folders, Options.Create(ffmpegOptions));
        Validator = new(Ffmpeg, _folders, Options.Create(clipOptions));
        Converter = new(Ffmpeg, _folders);
    }

    public Ffmpeg Ffmpeg { get; }

    public ClipValidator Validator { get; }

    public AudioConverter Converter { get; }

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Makes a file with the ffmpeg command line; the last argument is its name.</summary>
    public async Task<string> MakeAsync(params string[] arguments)
    {
        await RunAsync("ffmpeg", ["-y", "-v", "error", .. arguments[..^1], Path(arguments[^1])]);
        return Path(arguments[^1]);
    }

    public Task<Validation> ValidateAsync(string clip) => Validator.ValidateAndTrimAsync(clip, Path("trimmed.flac"), CancellationToken.None);

    public void Dispose()
    {
        _folders.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} failed: {errors}");
    }
}
