namespace VoicePrep.Api;

/// <summary>Which pages may call from a browser, and which queue is notified. Section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>
    /// Origins of pages that may call, separated by commas, such as <c>https://studio.example</c>; <c>*</c> for all, empty for none.
    /// </summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Queue that gets a message for each voice that ends; empty switches it off.</summary>
    public string NotifyQueue { get; set; } = "voices-finished";

    /// <summary><see cref="AllowedOrigins"/> one by one.</summary>
    internal string[] Origins => AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
