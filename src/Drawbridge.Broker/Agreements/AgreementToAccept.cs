namespace Drawbridge.Broker.Agreements;

/// <summary>A version that a user has not accepted yet, as the user reads it.</summary>
/// <param name="Id">Of the <see cref="UserAgreement"/>.</param>
/// <param name="Version">In force now.</param>
/// <param name="Title">In the user's language, null = "user agreement".</param>
/// <param name="Language">Language of the screen.</param>
/// <param name="Url">Of the document in that language.</param>
/// <param name="IsNewVersion">The user accepted an earlier one.</param>
internal sealed record AgreementToAccept(string Id, string Version, string? Title, string Language, Uri Url, bool IsNewVersion)
{
    /// <summary>Its field in a form.</summary>
    public string Field => $"agree-{Id}";
}

/// <summary>What a form said about agreements: the version that was on the screen, by field.</summary>
internal sealed record AgreedVersions(IReadOnlyDictionary<string, string> Ticked)
{
    public static AgreedVersions None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public static AgreedVersions From(Microsoft.AspNetCore.Http.IFormCollection form) => new(
        form.Where(static field => field.Key.StartsWith("agree-", StringComparison.Ordinal))
            .ToDictionary(static field => field.Key, static field => field.Value.ToString(), StringComparer.Ordinal));

    /// <summary>Whether the user accepted just that version; not if another one came into force while the form was open.</summary>
    public bool Contain(AgreementToAccept agreement) => Ticked.GetValueOrDefault(agreement.Field) == agreement.Version;
}
