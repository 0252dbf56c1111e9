namespace Drawbridge.Tests.Cli.Crms;

/// <summary>One way to break a line of <see cref="ConfigFile.Valid"/>.</summary>
/// <param name="Good">What stands there.</param>
/// <param name="Bad">What is put there.</param>
/// <param name="Line">The line that must be told.</param>
/// <param name="Told">How the fault begins.</param>
internal sealed record FaultyLine(string Good, string Bad, int Line, string Told)
{
    private static readonly FaultyLine[] All =
    [
        new("password: hush-hush-hush-hush", "password: hush", 3, "Crms:0:Password: must have at least 16 characters"),
        new("password: hush-hush-hush-hush", "password:", 3, "Crms:0:Password: has no value"),
        new("password: hush-hush-hush-hush", "password: [hush-hush-hush-hush]", 3, "Crms:0:Password: must be a single value"),
        new("https://crm.example.com/hook", "http://crm.example.com/hook", 5, "Crms:0:Webhook:Url: must be an absolute https address"),
        new("whsec_aHVz", "whsek_aHVz", 6, "Crms:0:Webhook:Secret: must be whsec_"),
        new("identification: Optional", "identification: Optionl", 8, "Crms:0:Settings:Identification: must be one of Required, Optional; did you mean Optional?"),
        new("identification: Optional", "identifikation: Optional", 8, "Crms:0:Settings:Identifikation: is not a setting; did you mean 'identification'?"),
        new("languages: [en, de]", "languages: de", 9, "Crms:0:Settings:Languages: must be a list"),
        new("languages: [en, de]", "languages: [en, de, xx]", 9, "Crms:0:Settings:Languages: there are no texts in 'xx'"),
        new("displayName: One", "displayName: { en: One }", 15, "Crms:0:Brokers:0:Settings:DisplayName: must be a single value"),
        new("legalEntity: One Ltd", "legalEntity: ${env:PATH}", 16, "Crms:0:Brokers:0:Settings:LegalEntity: references such as"),
        new("jurisdiction: Nowhere", "jurisdiction: ~", 17, "Crms:0:Brokers:0:Settings:Jurisdiction: has no value"),
        new("accentColor: \"#1d4ed8\"", "accentColor: #1d4ed8", 18, "Crms:0:Brokers:0:Settings:AccentColor: has no value"),
        new("accentColor: \"#1d4ed8\"", "accentColor: blue", 18, "Crms:0:Brokers:0:Settings:AccentColor: must be a colour"),
        new("https://one.example.com/done", "http://one.example.com/done", 19, "Crms:0:Brokers:0:Settings:SuccessUrls: 'http://one"),
        new("https://platform.example.com", "http://platform.example.com", 22, "Crms:0:Brokers:0:Settings:Platform:BaseUrl: must be https"),
        new("managerLogin: 10001", "managerLogin: ten", 23, "Crms:0:Brokers:0:Settings:Platform:ManagerLogin: must be a whole number"),
        new("parent: one_main", "parent: two_main", 27, "Crms:0:Brokers:1:Settings:Parent: must be another broker of the same CRM"),
        new("parent: one_main", "parent: two main", 27, "Crms:0:Brokers:1:Settings:Parent: must be 1 to 128 characters"),
        new("passkeys: false", "passkeys: no", 31, "Crms:0:Brokers:1:Settings:Passkeys: must be true or false"),
        new("passkeys: false", "passKeyz: false", 31, "Crms:0:Brokers:1:Settings:PassKeyz: is not a setting; did you mean 'passkeys'?"),
        new("accessTokenLifetime: 30.00:00:00", "accessTokenLifetime: 30 days", 32, "Crms:0:Brokers:1:Settings:AccessTokenLifetime: must be a time"),
        new("accessTokenLifetime: 30.00:00:00", "parent: one_main", 32, "Crms:0:Brokers:1:Settings:Parent: stands here again; it was given in line 27"),
        new("managerLogin: 10002", "managerLogin: *login", 37, "Crms:0:Brokers:1:Settings:Platform:ManagerLogin: anchors (&) and aliases (*) are not read"),
    ];

    /// <summary>One to six of them, in lines of their own, the same for the same seed.</summary>
    public static IReadOnlyList<FaultyLine> Pick(int seed)
    {
        var state = (uint)seed;
        var picked = new List<FaultyLine>();
        for (var left = 1 + (seed % 6); left > 0; left--)
        {
            state = (state * 1664525) + 1013904223;
            picked.Add(All[(state >> 8) % (uint)All.Length]);
        }

        return [.. picked.DistinctBy(static fault => fault.Line)];
    }
}
