using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.SignIn;

/// <summary>The address that hands a signed-in user to the application (SCR-50, MOD-54).</summary>
internal static class SuccessRedirect
{
    /// <summary>Where the close control of an in-app screen leads: the broker's own address, else the success URL without a token (SCR-69, DEC-22).</summary>
    public static string CloseUrlFor(BrokerEntity broker, ScreenParameters parameters) =>
        broker.Settings.CloseUrl?.OriginalString ?? UrlFor(broker, parameters);

    /// <summary>
    /// The success URL with both names and the token (SCR-52). Only a configured URL can be the target: one named in the request was
    /// compared exactly before (SCR-53). The token must have been made just now (SCR-57).
    /// </summary>
    public static string UrlFor(BrokerEntity broker, ScreenParameters parameters, IssuedOneTimeToken issued, OneTimeTokenPurpose purpose)
    {
        var url = QueryHelpers.AddQueryString(UrlFor(broker, parameters), "token", issued.Token.Reveal());
        var firebase = broker.Settings.Firebase;
        var eventName = purpose switch
        {
            OneTimeTokenPurpose.SignUp => firebase?.SignupComplete,
            OneTimeTokenPurpose.InApp => null,
            _ => firebase?.LoginComplete,
        };
        return parameters.IsMobile && eventName is not null ? QueryHelpers.AddQueryString(url, "eventName", eventName) : url; // SCR-42, SCR-44
    }

    /// <summary>Where the broker hosts the success page itself, it goes on in the language and theme of the flow (SCR-36).</summary>
    public static string WithLook(string url, HostString host, Screen screen) =>
        string.Equals(new Uri(url).Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            ? QueryHelpers.AddQueryString(url, new Dictionary<string, string?> { ["lang"] = screen.Texts.Language, ["theme"] = screen.Theme })
            : url;

    /// <summary>The success URL with both names and no token.</summary>
    public static string UrlFor(BrokerEntity broker, ScreenParameters parameters)
    {
        var target = broker.Settings.SuccessUrls.FirstOrDefault(allowed => allowed.Url.OriginalString == parameters.SuccessUrl)?.Url
            ?? broker.SuccessUrlFor(parameters.Source);
        var url = target.OriginalString;
        if (broker.Crm.Settings.Identification == IdentificationMode.Required)
        {
            // Where identification is optional, the configured URL names the broker or leaves it away on purpose (SCR-52).
            url = WithParameter(url, target, BrokerNames.BrokerNameKey, broker.Name.Value);
            url = WithParameter(url, target, BrokerNames.BrokerCrmNameKey, broker.Crm.Name.Value); // BID-12
        }

        return url;
    }

    private static string WithParameter(string url, Uri target, string name, string value) =>
        QueryHelpers.ParseQuery(target.Query).ContainsKey(name) ? url : QueryHelpers.AddQueryString(url, name, value);
}
