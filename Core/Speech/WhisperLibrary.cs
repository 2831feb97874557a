using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech;

/// <summary>The libwhisper that this process runs on.</summary>
/// <param name="Folder">Where it was loaded from.</param>
/// <param name="IsPackage">True for a package of Whisper.net, false for a build for this machine's processor.</param>
/// <param name="Notices">Folders that exist but could not be loaded, with the reason; usually empty.</param>
/// <param name="IsGpuBuild">True where it computes on GPUs too.</param>
internal sealed record LoadedLibrary(string Folder, bool IsPackage, IReadOnlyList<string> Notices, bool IsGpuBuild);

/// <summary>
/// Finds and loads libwhisper. Every part is loaded by its full path, dependencies first, because the parts refer to each other by
/// versioned names that are on no search path.
/// </summary>
internal static class WhisperLibrary
{
    private const string Platform = "linux-x64";
    private const string CudaDriver = "libcuda.so.1";
    private const string PackageSuffix = "-whisper.so";

    private static readonly string[] Parts = ["ggml-base", "ggml-cpu", "ggml-cuda", "ggml-vulkan", "ggml", "whisper"];
    private static readonly string[] Required = ["ggml-base", "ggml-cpu", "ggml", "whisper"];
    private static readonly Lock Gate = new();

    /// <summary>
    /// Parts by file name, never unloaded: ggml-base leaves a handler behind that ends the process when another copy is loaded to
    /// the same address. A part of another folder with the same name is not loaded, because its dependants would bind to the first.
    /// </summary>
    private static readonly ConcurrentDictionary<string, nint> Opened = new(StringComparer.Ordinal);

    private static Dictionary<string, nint> handles = [];
    private static LoadedLibrary? loaded;
    private static bool resolves;

    /// <summary>Loads the library, once per process.</summary>
    /// <exception cref="WhisperException">No folder holds a library that loads, or its memory layout is unknown.</exception>
    public static LoadedLibrary Load(string appFolder, WhisperOptions options)
    {
        lock (Gate)
        {
            if (loaded is null)
            {
                var library = LoadFirst(Candidates(appFolder, options), options.Device, out handles);
                if (!resolves)
                    NativeLibrary.SetDllImportResolver(typeof(WhisperLibrary).Assembly, Resolve);
                resolves = true; // can be set only once, even if the library then turns out to be unusable
                AbiCheck.Run();
                loaded = library;
            }
            return loaded;
        }
    }

    /// <summary>The folders to try, best first. CUDA and Vulkan folders are left out where the device does not allow them.</summary>
    internal static IReadOnlyList<string> Candidates(string appFolder, WhisperOptions options)
    {
        if (options.LibraryFolder.Length > 0)
            return [options.LibraryFolder];
        string[] names = options.Device switch
        {
            WhisperDevice.Cpu => [$"tuned/{Platform}", Platform],
            WhisperDevice.Cuda => [$"cuda/{Platform}", $"cuda12/{Platform}"],
            _ => [$"cuda/{Platform}", $"cuda12/{Platform}", $"vulkan/{Platform}", $"tuned/{Platform}", Platform],
        };
        return [.. names.Select(name => Path.Combine(appFolder, "runtimes", name))];
    }

    /// <summary>Loads the first folder that can be loaded, and says why the ones before it could not.</summary>
    internal static LoadedLibrary LoadFirst(IReadOnlyList<string> folders, WhisperDevice device, out Dictionary<string, nint> handles)
    {
        List<string> notices = [];
        foreach (var folder in folders.Where(Directory.Exists))
        {
            try
            {
                handles = LoadFolder(folder);
                return new(
                    folder,
                    Find(folder, "ggml-base")!.EndsWith(PackageSuffix, StringComparison.Ordinal),
                    notices,
                    handles.ContainsKey("ggml-cuda") || handles.ContainsKey("ggml-vulkan"));
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or FileNotFoundException)
            {
                notices.Add($"{folder}: {e.Message}");
            }
        }

        var tried = notices.Count > 0 ? string.Join("; ", notices) : $"none of {string.Join(", ", folders)} exists";
        throw new WhisperException(device == WhisperDevice.Cuda
            ? $"Whisper__Device is cuda, and no CUDA build of libwhisper can be loaded ({tried}). "
                + "Install the NVIDIA driver and the CUDA libraries, or set Whisper__Device to auto or cpu."
            : $"libwhisper cannot be loaded ({tried}). Run ./setup.sh, add a Whisper.net.Runtime package, or set Whisper__LibraryFolder.");
    }

    private static Dictionary<string, nint> LoadFolder(string folder)
    {
        if (Find(folder, "ggml-cuda") is not null)
            NativeLibrary.Load(CudaDriver);
        Dictionary<string, nint> parts = [];
        foreach (var part in Parts)
        {
            if (Find(folder, part) is { } file)
                parts[part] = Opened.GetOrAdd(Path.GetFileName(file), _ => NativeLibrary.Load(file));
            else if (Required.Contains(part))
                throw new FileNotFoundException($"lib{part}.so is missing");
        }
        return parts;
    }

    /// <summary>
    /// whisper.cpp's build has parts like <c>libggml-base.so</c>, Whisper.net's packages <c>libggml-base-whisper.so</c>.
    /// </summary>
    private static string? Find(string folder, string part)
    {
        string[] names = [$"lib{part}{PackageSuffix}", $"lib{part}.so"];
        return names.Select(name => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath) => handles.GetValueOrDefault(library);
}
