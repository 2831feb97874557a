using VoicePrep.Speech;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

public sealed class WhisperLibraryTests : IDisposable
{
    private static readonly string Cpu = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("libwhisper-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void LoadFirst_CudaFolderThatCannotLoad_TakesTheCpuFolderAndSaysSo()
    {
        var cuda = CudaFolder();

        var library = WhisperLibrary.LoadFirst([cuda, Cpu], WhisperDevice.Auto, out var handles);

        Assert.Equal(Cpu, library.Folder);
        Assert.Contains(cuda, Assert.Single(library.Notices), StringComparison.Ordinal);
        Assert.Equal(4, handles.Count);
    }

    [Fact]
    public void LoadFirst_CudaAskedForAndCannotLoad_IsAnErrorWithTheReason()
    {
        var cuda = CudaFolder();

        var error = Assert.Throws<WhisperException>(() => WhisperLibrary.LoadFirst([cuda], WhisperDevice.Cuda, out _));

        Assert.Contains("Whisper__Device is cuda", error.Message, StringComparison.Ordinal);
        Assert.Contains("libcuda", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFirst_PartThatCannotLoadAfterOthers_LeavesAWorkingLibrary()
    {
        var vulkan = BrokenFolder("vulkan", "libggml-vulkan.so");

        var library = WhisperLibrary.LoadFirst([vulkan, Cpu], WhisperDevice.Auto, out _);

        Assert.Equal(Cpu, library.Folder);
        Assert.Contains("libggml-vulkan.so", Assert.Single(library.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFirst_NamesOfWhisperNet_AreFound()
    {
        foreach (var part in new[] { "ggml-base", "ggml-cpu", "ggml" })
            File.Copy(Path.Combine(Cpu, $"lib{part}.so"), Path.Combine(folder.FullName, $"lib{part}-whisper.so"));
        File.Copy(Path.Combine(Cpu, "libwhisper.so"), Path.Combine(folder.FullName, "libwhisper.so"));

        var library = WhisperLibrary.LoadFirst([folder.FullName], WhisperDevice.Cpu, out _);

        Assert.Equal(folder.FullName, library.Folder);
    }

    [Fact]
    public void LoadFirst_NoLibraryAnywhere_SaysWhatToDo() =>
        Assert.Contains("setup.sh", Assert.Throws<WhisperException>(() => WhisperLibrary.LoadFirst(["/no/such/folder"], WhisperDevice.Auto, out _)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(WhisperDevice.Cpu, "linux-x64")]
    [InlineData(WhisperDevice.Cuda, "cuda/linux-x64 cuda12/linux-x64")]
    [InlineData(WhisperDevice.Auto, "cuda/linux-x64 cuda12/linux-x64 vulkan/linux-x64 linux-x64")]
    public void Candidates_OfADevice_AreItsFoldersInOrder(WhisperDevice device, string expected) =>
        Assert.Equal(expected.Split(' ').Select(name => $"/app/runtimes/{name}"), WhisperLibrary.Candidates("/app", new() { Device = device }));

    [Fact]
    public void Candidates_LibraryFolderGiven_IsTheOnlyOne() =>
        Assert.Equal(["/lib"], WhisperLibrary.Candidates("/app", new() { LibraryFolder = "/lib" }));

    /// <summary>The parts of the CUDA package on a machine without CUDA: all there, one of them unable to load.</summary>
    private string CudaFolder() => BrokenFolder("cuda", "libggml-cuda.so");

    private string BrokenFolder(string name, string brokenPart)
    {
        var broken = folder.CreateSubdirectory(name).FullName;
        foreach (var file in Directory.GetFiles(Cpu, "*.so"))
            File.Copy(file, Path.Combine(broken, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(broken, brokenPart), "no library");
        return broken;
    }
}
