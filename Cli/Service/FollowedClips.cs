using System.Text.Json;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Service;

/// <summary>What every command that follows voices does: show them, save their files, print the results.</summary>
internal static class FollowedClips
{
    /// <returns>The exit code: 0 only if every clip was prepared.</returns>
    public static async Task<int> FinishAsync(
        VoiceClient client,
        IReadOnlyList<FollowedClip> clips,
        Task work,
        DirectoryInfo? output,
        bool json,
        CancellationToken cancellationToken)
    {
        await (json ? work : Display.LiveAsync(clips, work));
        if (output is not null)
        {
            foreach (var clip in clips.Where(clip => clip.Succeeded))
            {
                try
                {
                    await SaveAsync(client, clip, output, cancellationToken);
                }
                catch (Exception e) when (FollowedClip.IsOfOneClip(e))
                {
                    clip.Fail($"Prepared as voice {clip.Status!.Id}, but not saved in {output}. {e.Message}");
                }
            }
        }

        if (json)
            Display.Json(clips);
        else
            Display.Summary(clips, output);

        return clips.All(clip => clip.Succeeded) ? 0 : 1;
    }

    /// <summary>The folder of a voice's files: named after the clip, with its ID so that no clip overwrites another.</summary>
    public static string Folder(FollowedClip clip, DirectoryInfo output) =>
        Path.Combine(output.FullName, $"{Path.GetFileNameWithoutExtension(clip.Name)}-{clip.Status!.Id[..8]}");

    private static async Task SaveAsync(VoiceClient client, FollowedClip clip, DirectoryInfo output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Folder(clip, output)).FullName;
        foreach (var name in VoiceFiles.Results)
            await client.DownloadAsync(clip.Status!.Id, name, folder, cancellationToken);

        await using var profile = File.Create(Path.Combine(folder, VoiceFiles.Profile));
        await JsonSerializer.SerializeAsync(profile, clip.Status!.Profile!, VoiceJson.Default.VoiceProfile, cancellationToken);
    }
}
