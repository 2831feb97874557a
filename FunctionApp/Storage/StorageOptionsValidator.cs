using Microsoft.Extensions.Options;

namespace VoicePrep.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private const double MaxDays = 36_500;

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var errors = new[]
        {
            (nameof(options.VoiceDays), options.VoiceDays),
            (nameof(options.ClipDays), options.ClipDays),
            (nameof(options.HistoryDays), options.HistoryDays),
        }.Where(age => age.Item2 is not (>= 0 and <= MaxDays)).Select(age =>
            $"Storage__{age.Item1} is {age.Item2}: set it to a number of days, at most {MaxDays}, or to 0 to keep everything.").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
