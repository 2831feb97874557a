using VoicePrep.Speech;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

public sealed class WhisperLibraryTests : IDisposable
{
    private static readonly string Cpu = WhisperFixture.LibraryFolder;

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

    [Theory]
    [InlineData("-whisper", true)]
    [InlineData("", false)]
    public void LoadFirst_NamesOfAPackageAndOfABuild_AreToldApart(string suffix, bool isPackage)
    {
        foreach (var file in Directory.GetFiles(Cpu))
        {
            var part = Path.GetFileNameWithoutExtension(file).Replace("-whisper", "", StringComparison.Ordinal);
            File.Copy(file, Path.Combine(folder.FullName, part == "libwhisper" ? "libwhisper.so" : $"{part}{suffix}.so"));
        }

        var library = WhisperLibrary.LoadFirst([folder.FullName], WhisperDevice.Cpu, out _);

        Assert.Equal((folder.FullName, isPackage), (library.Folder, library.IsPackage));
    }

    [Fact]
    public void LoadFirst_NoLibraryAnywhere_SaysWhatToDo() =>
        Assert.Contains(
            "setup.sh",
            Assert.Throws<WhisperException>(() => WhisperLibrary.LoadFirst(["/no/such/folder"], WhisperDevice.Auto, out _)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(WhisperDevice.Cpu, "tuned/linux-x64 linux-x64")]
    [InlineData(WhisperDevice.Cuda, "cuda/linux-x64 cuda12/linux-x64")]
    [InlineData(WhisperDevice.Auto, "cuda/linux-x64 cuda12/linux-x64 vulkan/linux-x64 tuned/linux-x64 linux-x64")]
    public void Candidates_OfADevice_AreItsFoldersInOrder(WhisperDevice device, string expected) =>
        Assert.Equal(
            expected.Split(' ').Select(name => $"/app/runtimes/{name}"), WhisperLibrary.Candidates("/app", new() { Device = device }));

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
