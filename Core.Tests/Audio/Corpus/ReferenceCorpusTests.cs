using System.Diagnostics;
using System.Text;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>Uploads that name other files and addresses: nothing they name is read or called.</summary>
public sealed class ReferenceCorpusTests(CorpusFolder folder) : IClassFixture<CorpusFolder>
{
    private const string Rest = "\n\u0001"; // a control character: no text, for the check before FFmpeg

    /// <summary>Name, expected code, content with {file} and {url} to be filled in.</summary>
    public static TheoryData<string, string, string> Scripts => new()
    {
        {
            "HLS playlist of a file",
            RejectionCodes.ClipIsText,
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{file}\n#EXT-X-ENDLIST\n"
        },
        {
            "HLS playlist of an address",
            RejectionCodes.ClipIsText,
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}\n#EXT-X-ENDLIST\n"
        },
        {
            "HLS playlist with a control character",
            RejectionCodes.UnsupportedFormat,
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{file}\n#EXT-X-ENDLIST" + Rest
        },
        {
            "HLS playlist of an address with a control character",
            RejectionCodes.UnsupportedFormat,
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}\n#EXT-X-ENDLIST" + Rest
        },
        {
            "HLS with an encryption key at an address",
            RejectionCodes.UnsupportedFormat,
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXT-X-KEY:METHOD=AES-128,URI=\"{url}\"\n#EXTINF:10,\n{file}\n"
                + "#EXT-X-ENDLIST" + Rest
        },
        { "concat script", RejectionCodes.ClipIsText, "ffconcat version 1.0\nfile '{file}'\n" },
        { "concat script with a control character", RejectionCodes.UnsupportedFormat, "ffconcat version 1.0\nfile '{file}'\n" + Rest },
        { "concat script of an address", RejectionCodes.UnsupportedFormat, "ffconcat version 1.0\nfile '{url}'\n" + Rest },
        {
            "DASH manifest",
            RejectionCodes.ClipIsText,
            "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
                + "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\"><BaseURL>{url}</BaseURL><Period>"
                + "<AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"1\"><BaseURL>{url}</BaseURL></Representation>"
                + "</AdaptationSet></Period></MPD>"
        },
        {
            "DASH manifest with a control character",
            RejectionCodes.UnsupportedFormat,
            "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
                + "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\"><Period><AdaptationSet mimeType=\"audio/mp4\">"
                + "<Representation id=\"1\"><BaseURL>{url}</BaseURL></Representation></AdaptationSet></Period></MPD>" + Rest
        },
        {
            "SDP session",
            RejectionCodes.ClipIsText,
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"
        },
        {
            "SDP session with a control character",
            RejectionCodes.UnsupportedFormat,
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n" + Rest
        },
        { "file address", RejectionCodes.ClipIsText, "file://{file}" },
        { "lavfi graph", RejectionCodes.ClipIsText, "amovie={file}" },
        { "lavfi graph with a control character", RejectionCodes.NotAudio, "amovie={file}" + Rest },
        {
            "SVG picture",
            RejectionCodes.ClipIsText,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
                + "<image xlink:href=\"{url}\"/></svg>"
        },
        {
            "XSPF playlist",
            RejectionCodes.ClipIsText,
            "<?xml version=\"1.0\"?><playlist version=\"1\"><trackList><track><location>{url}</location></track>"
                + "</trackList></playlist>"
        },
        {
            "IMF composition",
            RejectionCodes.ClipIsText,
            "<?xml version=\"1.0\"?><CompositionPlaylist xmlns=\"http://www.smpte-ra.org/schemas/2067-3/2016\"><Id>"
                + "{url}</Id></CompositionPlaylist>"
        },
        { "RTSP address", RejectionCodes.ClipIsText, "[Reference]\nRef1={url}\n" },
        { "subtitles", RejectionCodes.ClipIsText, "1\n00:00:00,000 --> 00:00:10,000\n<img src='{url}'>\n" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task ValidateAndConvert_Reference_IsNotFollowed(string name, string expected, string content)
    {
        using var trap = new Trap(folder.Speech);

        await folder.RunAsync(new(name, expected, f => f.WriteAsync(Encoding.UTF8.GetBytes(Fill(content, trap)), ".wav")));

        Assert.False(trap.IsRead());
        Assert.False(trap.IsCalled);
    }

    [Fact]
    public async Task ValidateAndConvert_AviWithPlaylistInside_IsNotFollowed()
    {
        var avi = await folder.EncodeAsync(".avi", "-c:a", "pcm_s16le");
        using var trap = new Trap(folder.Speech);
        // A text chunk of subtitles, as the known exploits have it, in front of the audio.
        var playlist = Encoding.ASCII.GetBytes(Fill("GAB2\0\u0002\0#EXTM3U\n#EXTINF:10,\n{url}\n{file}\n", trap));
        var content = (await File.ReadAllBytesAsync(avi)).AsSpan();
        var movi = content.IndexOf("movi"u8) + 4;
        byte[] hostile =
        [
            .. content[..movi], .. "01tx"u8, (byte)playlist.Length, (byte)(playlist.Length >> 8), 0, 0, .. playlist, .. content[movi..],
        ];

        await folder.RunAsync(new("AVI", RejectionCodes.UnsupportedFormat, f => f.WriteAsync(hostile, ".wav")));

        Assert.False(trap.IsRead());
        Assert.False(trap.IsCalled);
    }

    [Fact]
    public async Task ValidateAndConvert_MovWithDataElsewhere_IsNotFollowed()
    {
        using var trap = new Trap(folder.Speech);
        var mov = await File.ReadAllBytesAsync(await folder.MakeAsync(".mov", "-f", "lavfi", "-i", "sine=d=10", "-c:a", "pcm_s16le"));
        // The data reference becomes an address: 'url ' with the flag "in this file" taken away.
        var reference = mov.AsSpan().IndexOf("url \0\0\0\u0001"u8);
        reference = reference < 0 ? mov.AsSpan().IndexOf("alis\0\0\0\u0001"u8) : reference;
        Assert.True(reference > 0);
        mov[reference + 7] = 0;

        await folder.RunAsync(new("MOV", RejectionCodes.NotEnoughSpeech, f => f.WriteAsync(mov, ".mov")));

        Assert.False(trap.IsRead());
        Assert.False(trap.IsCalled);
    }

    /// <summary>The traps themselves: without the guards ffmpeg does follow.</summary>
    [Fact]
    public async Task Trap_BareFfmpeg_FallsIn()
    {
        using var trap = new Trap(folder.Speech);
        Assert.False(trap.IsRead());
        Assert.False(trap.IsCalled);
        var script = await folder.WriteAsync(Encoding.UTF8.GetBytes(Fill("ffconcat version 1.0\nfile '{file}'\nfile '{url}'\n", trap)));

        using var ffprobe = Process.Start(
            new ProcessStartInfo("ffprobe", ["-v", "error", "-safe", "0", "-protocol_whitelist", "file,http,tcp", "-show_packets", script])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var output = ffprobe.StandardOutput.ReadToEndAsync();
        for (var wait = 0; wait < 200 && !trap.IsCalled; wait++)
            await Task.Delay(50);
        var called = trap.IsCalled;
        ffprobe.Kill();
        await output;

        Assert.True(called);
        Assert.True(trap.IsRead());
    }

    private static string Fill(string content, Trap trap) =>
        content.Replace("{file}", trap.Canary, StringComparison.Ordinal).Replace("{url}", trap.Url, StringComparison.Ordinal);
}
