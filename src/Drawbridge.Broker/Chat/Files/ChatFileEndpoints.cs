using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Documents;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.Chat.Files;

/// <summary>Gives the trader a file of the conversation: to a form, which carries the session without cookies too, and to a picture's address (SCR-76).</summary>
internal sealed class ChatFileEndpoints(InAppScreens screens, ChatFileStore store, DocumentVault vault)
{
    public const string NumberField = "number";

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet(ScreenPaths.ChatFile, (HttpContext context, ChatFileEndpoints own, CancellationToken cancellationToken) =>
            own.SendAsync(context, context.Request.Query[NumberField], cancellationToken));
        group.MapPost(ScreenPaths.ChatFile, async (HttpContext context, ChatFileEndpoints own, CancellationToken cancellationToken) =>
            await own.SendAsync(context, (await context.Request.ReadFormAsync(cancellationToken))[NumberField], cancellationToken));
    }

    private async Task<IResult> SendAsync(HttpContext context, string? text, CancellationToken cancellationToken)
    {
        var (who, answer) = await screens.EnterAsync(context, InAppAction.Chat, cancellationToken, ScreenPaths.Chat);
        if (who is null)
        {
            return answer!;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await store.FindAsync(context.GetBroker().Id, who.User.Id, number, cancellationToken) is { State: DocumentState.Kept } document
            ? ChatDownload.Of(vault, document)
            : ScreenError.NotFound;
    }
}
