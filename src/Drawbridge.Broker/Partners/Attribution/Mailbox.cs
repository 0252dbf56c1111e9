namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>Mailboxes of people, which have more than one address.</summary>
internal static class Mailbox
{
    /// <summary>
    /// What two addresses of one mailbox have in common: the tag behind a plus sign does not count, nor do dots where the provider ignores them.
    /// </summary>
    /// <param name="normalizedEmail">As addresses are compared.</param>
    public static string Of(string normalizedEmail)
    {
        var at = normalizedEmail.LastIndexOf('@');
        if (at < 0)
        {
            return normalizedEmail;
        }

        var (local, domain) = (normalizedEmail[..at], normalizedEmail[(at + 1)..]);
        var plus = local.IndexOf('+', StringComparison.Ordinal);
        local = plus > 0 ? local[..plus] : local;
        return domain is "GMAIL.COM" or "GOOGLEMAIL.COM" ? $"{local.Replace(".", "", StringComparison.Ordinal)}@GMAIL.COM" : $"{local}@{domain}";
    }
}
