using Microsoft.Win32.SafeHandles;

namespace VoicePrep.Speech.Native;

/// <summary>A model's weights: one copy, shared by every state.</summary>
internal sealed class WhisperContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public WhisperContextHandle(nint context)
        : base(ownsHandle: true) => SetHandle(context);

    protected override bool ReleaseHandle()
    {
        WhisperApi.FreeContext(handle);
        return true;
    }
}

/// <summary>The working memory of one transcription. Not for concurrent calls.</summary>
internal sealed class WhisperStateHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly WhisperContextHandle context;

    /// <summary>Makes a state over <paramref name="context"/>, which stays alive as long as the state does.</summary>
    public WhisperStateHandle(WhisperContextHandle context)
        : base(ownsHandle: true)
    {
        this.context = context;
        var added = false;
        context.DangerousAddRef(ref added);
        SetHandle(WhisperApi.InitState(context));
        if (IsInvalid)
        {
            context.DangerousRelease();
            throw new WhisperException(
                $"libwhisper could not make a state: {NativeLog.LastError}. This is nearly always a lack of memory: "
                    + "take a smaller model or compute type, or a smaller Whisper__Concurrency.");
        }
    }

    protected override bool ReleaseHandle()
    {
        WhisperApi.FreeState(handle);
        context.DangerousRelease();
        return true;
    }
}
