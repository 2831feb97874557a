using VoicePrep.Models;

namespace VoicePrep.Speech;

/// <summary>Whisper's languages, with the names and codes by which people may ask for them.</summary>
public static class SpokenLanguage
{
    /// <summary>The model detects the language.</summary>
    public const string Auto = "auto";

    private const string English = "en";

    /// <summary>The number of tokens of a multilingual model that do not stand for a language.</summary>
    private const int OtherTokens = 51766;

    /// <summary>Codes and English names in the order of their tokens, as in OpenAI's <c>whisper/tokenizer.py</c>.</summary>
    private static readonly (string Code, string Name)[] Known =
    [
        ("en", "english"), ("zh", "chinese"), ("de", "german"), ("es", "spanish"), ("ru", "russian"),
        ("ko", "korean"), ("fr", "french"), ("ja", "japanese"), ("pt", "portuguese"), ("tr", "turkish"),
        ("pl", "polish"), ("ca", "catalan"), ("nl", "dutch"), ("ar", "arabic"), ("sv", "swedish"),
        ("it", "italian"), ("id", "indonesian"), ("hi", "hindi"), ("fi", "finnish"), ("vi", "vietnamese"),
        ("he", "hebrew"), ("uk", "ukrainian"), ("el", "greek"), ("ms", "malay"), ("cs", "czech"),
        ("ro", "romanian"), ("da", "danish"), ("hu", "hungarian"), ("ta", "tamil"), ("no", "norwegian"),
        ("th", "thai"), ("ur", "urdu"), ("hr", "croatian"), ("bg", "bulgarian"), ("lt", "lithuanian"),
        ("la", "latin"), ("mi", "maori"), ("ml", "malayalam"), ("cy", "welsh"), ("sk", "slovak"),
        ("te", "telugu"), ("fa", "persian"), ("lv", "latvian"), ("bn", "bengali"), ("sr", "serbian"),
        ("az", "azerbaijani"), ("sl", "slovenian"), ("kn", "kannada"), ("et", "estonian"), ("mk", "macedonian"),
        ("br", "breton"), ("eu", "basque"), ("is", "icelandic"), ("hy", "armenian"), ("ne", "nepali"),
        ("mn", "mongolian"), ("bs", "bosnian"), ("kk", "kazakh"), ("sq", "albanian"), ("sw", "swahili"),
        ("gl", "galician"), ("mr", "marathi"), ("pa", "punjabi"), ("si", "sinhala"), ("km", "khmer"),
        ("sn", "shona"), ("yo", "yoruba"), ("so", "somali"), ("af", "afrikaans"), ("oc", "occitan"),
        ("ka", "georgian"), ("be", "belarusian"), ("tg", "tajik"), ("sd", "sindhi"), ("gu", "gujarati"),
        ("am", "amharic"), ("yi", "yiddish"), ("lo", "lao"), ("uz", "uzbek"), ("fo", "faroese"),
        ("ht", "haitian creole"), ("ps", "pashto"), ("tk", "turkmen"), ("nn", "nynorsk"), ("mt", "maltese"),
        ("sa", "sanskrit"), ("lb", "luxembourgish"), ("my", "myanmar"), ("bo", "tibetan"), ("tl", "tagalog"),
        ("mg", "malagasy"), ("as", "assamese"), ("tt", "tatar"), ("haw", "hawaiian"), ("ln", "lingala"),
        ("ha", "hausa"), ("ba", "bashkir"), ("jw", "javanese"), ("su", "sundanese"), ("yue", "cantonese"),
    ];

    /// <summary>Other names and codes: those of <c>whisper/tokenizer.py</c>, and more codes of ISO 639 and BCP 47.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["burmese"] = "my",
        ["castilian"] = "es",
        ["farsi"] = "fa",
        ["flemish"] = "nl",
        ["haitian"] = "ht",
        ["letzeburgesch"] = "lb",
        ["mandarin"] = "zh",
        ["moldavian"] = "ro",
        ["moldovan"] = "ro",
        ["panjabi"] = "pa",
        ["pushto"] = "ps",
        ["sinhalese"] = "si",
        ["valencian"] = "ca",
        ["cmn"] = "zh",
        ["fil"] = "tl",
        ["in"] = "id",
        ["iw"] = "he",
        ["jv"] = "jw",
        ["nb"] = "no",
    };

    /// <summary>The codes of all languages, in the order of their tokens.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Known.Select(language => language.Code)];

    /// <summary>The codes that a model knows; <c>en</c> alone for an English model.</summary>
    public static IReadOnlyList<string> CodesOf(GgmlHeader model) =>
        model.IsMultilingual ? [.. Codes.Take(model.Vocabulary - OtherTokens)] : [English];

    /// <summary>
    /// Whisper's code for a code (<c>EN</c>), a language tag (<c>en-US</c>) or an English name (<c>English</c>); <c>auto</c> stays.
    /// </summary>
    /// <returns>Null if it is none of <paramref name="codes"/>.</returns>
    public static string? Find(string text, IReadOnlyList<string> codes)
    {
        var word = text.Trim().ToLowerInvariant();
        if (word == Auto)
            return Auto;
        var code = CodeOf(word) ?? CodeOf(word.Split('-', '_')[0]);
        return code is not null && codes.Contains(code, StringComparer.Ordinal) ? code : null;
    }

    /// <summary>Says that a language was not found, and what can be given instead.</summary>
    public static string Problem(string text, IReadOnlyList<string> codes) => codes.Count == 1
        ? $"'{Shown(text)}' is not known: the model hears {codes[0]} alone."
        : $"'{Shown(text)}' is no language of the model. It can be auto, a code such as en or ja, or an English name such as English.";

    private static string? CodeOf(string word) =>
        Known.FirstOrDefault(language => language.Code == word || language.Name == word).Code ?? Aliases.GetValueOrDefault(word);

    /// <summary>The beginning of a text, for messages.</summary>
    public static string Shown(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}
