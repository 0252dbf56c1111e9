using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.CustomActions;

/// <summary>Who opened a page of the broker's own, and what for.</summary>
internal sealed record ActionContext(
    string BrokerName, string BrokerCrmName, string ActionType, long? UserId, string Email, long? Account, string Lang, string Theme, string ReturnUrl)
{
    /// <summary>
    /// The address with the context in <c>context</c> (base64url of JSON), signed as a Standard Webhooks notification is, whose headers are
    /// <c>contextId</c>, <c>contextTimestamp</c> and <c>contextSignature</c> and whose body is the text of <c>context</c>: any library for
    /// those checks it, and refuses it after five minutes.
    /// </summary>
    public static string UrlFor(Uri page, WebhookSecret secret, BrokerEntity broker, CustomAction action, InAppUser who, Screen screen, DateTimeOffset now)
    {
        var context = new ActionContext(
            broker.Name.Value, broker.Crm.Name.Value, action.Type, who.User.CtraderUserId, who.User.Email, who.Session.Account,
            screen.Texts.Language, screen.Theme, screen.CloseUrl ?? "");
        var text = WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(context, CustomActionJson.Default.ActionContext));
        var id = "ctx_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        return QueryHelpers.AddQueryString(page.OriginalString, new Dictionary<string, string?>
        {
            ["context"] = text,
            ["contextId"] = id,
            ["contextTimestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["contextSignature"] = secret.Sign(id, now, Encoding.UTF8.GetBytes(text)),
        });
    }
}
