using Drawbridge.Broker.Management.OpenApi;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>How the calls about files in conversations are described.</summary>
internal static class DeskFileDescriptions
{
    public static ApiOperation Send { get; } = new("A reply with a file")
    {
        Description = "The body is the file, with its Content-Type: JPEG, PNG, WebP or PDF. fileName and submissionKey have to be there; sent again with the same key, it counts once.",
        Parameters =
        [
            new("fileName", "Name of the file"),
            new("submissionKey", "Chosen by the caller"),
            new("text", "What is said with it; the name of the file unless said"),
            new("sender", "Who at the desk writes; shown to the trader instead of the broker's name"),
        ],
        Answers =
        [
            new(201, "Number of the message", ChatJson.Default.ReplyAnswer),
            new(200, "The same, of a message that was there already", ChatJson.Default.ReplyAnswer),
        ],
        Refusals = [400, 404, 413, 429],
    };

    public static ApiOperation Fetch { get; } = new("The file of a message, as an attachment") { Answers = [new(200, "The file", Type: null, "*/*")], Refusals = [404] };

    public static ApiOperation Erase { get; } = new("Erases the file of a message for good")
    {
        Description = "The message stays.", Answers = [new(204, "It is gone", Type: null)], Refusals = [404],
    };
}
