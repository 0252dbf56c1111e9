using System.Web;

namespace Drawbridge.Conformance.Browsing;

/// <summary>How an application recognises the success page: by its address (SCR-55).</summary>
internal static class SuccessPage
{
    /// <summary>Whether an address is that of the success page: scheme, host, port and path are the same, and so is every parameter that the plan's address has.</summary>
    public static bool Is(Uri url, Uri successUrl)
    {
        if (Uri.Compare(url, successUrl, UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.SafeUnescaped, StringComparison.Ordinal) != 0)
        {
            return false;
        }

        var has = HttpUtility.ParseQueryString(url.Query);
        var wanted = HttpUtility.ParseQueryString(successUrl.Query);
        return wanted.AllKeys.All(name => has[name] == wanted[name]);
    }
}
