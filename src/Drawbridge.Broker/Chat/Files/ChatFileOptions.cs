using Drawbridge.Broker.Documents;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>Settings of files in conversations, under <c>Drawbridge:Chat</c>.</summary>
public sealed class ChatFileOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Chat";

    private const int BytesPerMegabyte = 1024 * 1024;

    /// <summary>How large a file may be. Default 10 MB.</summary>
    public int MaximumFileMegabytes { get; set; } = 10;

    /// <summary>How many files a conversation holds at a time; erased ones do not count. Default 100.</summary>
    public int MaximumFiles { get; set; } = 100;

    /// <summary>After how many days a file is erased. Default 365; the message stays.</summary>
    public int KeepFilesDays { get; set; } = 365;

    /// <summary>What is taken: pictures and PDF, checked like the documents of a verification.</summary>
    internal DocumentRules Rules => new(DocumentFormats.All, (long)MaximumFileMegabytes * BytesPerMegabyte);

    internal sealed class Validator : IValidateOptions<ChatFileOptions>
    {
        private const int LongestDays = 3650;

        public ValidateOptionsResult Validate(string? name, ChatFileOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            Check(result, options.MaximumFileMegabytes, (int)(DocumentRules.LargestMaximum / BytesPerMegabyte), nameof(MaximumFileMegabytes));
            Check(result, options.MaximumFiles, 10_000, nameof(MaximumFiles));
            Check(result, options.KeepFilesDays, LongestDays, nameof(KeepFilesDays));
            return result.Build();
        }

        private static void Check(ValidateOptionsResultBuilder result, int value, int most, string property)
        {
            if (value < 1 || value > most)
            {
                result.AddError($"must be 1 to {most}, but is {value}", $"{Section}:{property}");
            }
        }
    }
}
