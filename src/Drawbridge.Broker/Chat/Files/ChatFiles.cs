using Drawbridge.Broker.Documents;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>Takes files for messages of either side, by the same checks and into the same encrypted store as the documents of a verification.</summary>
internal sealed class ChatFiles(DocumentVault vault, ChatFileStore store, IOptions<ChatFileOptions> options)
{
    private const int MostPerHour = 60;

    /// <summary>Receives and checks a file. It is kept once a message carries it.</summary>
    public async Task<ChatFileTaking> TakeAsync(
        long brokerId, long userId, string? fileName, string? declaredType, Stream content, CancellationToken cancellationToken)
    {
        var (kept, recent) = await store.CountAsync(brokerId, userId, cancellationToken);
        if (kept >= options.Value.MaximumFiles || recent >= MostPerHour)
        {
            return new ChatFileTaking.TooMany();
        }

        return await vault.TakeAsync(new(brokerId, userId, fileName, declaredType), content, options.Value.Rules, cancellationToken) switch
        {
            DocumentTaking.Taken taken => new ChatFileTaking.Taken(taken.Id, taken.Name),
            DocumentTaking.Refused refused => new ChatFileTaking.Refused(refused.Fault),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
