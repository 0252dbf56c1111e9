using Drawbridge.Platform.Instrument;

namespace Drawbridge.Platform.Triggers;

/// <summary>What a developer says of a call; null stands for the default, an empty text for none.</summary>
internal sealed record TriggerWish
{
    private const int LongestToken = 4096;

    public string? BrokerName { get; init; }

    public long? UserId { get; init; }

    public long? PartnerUserId { get; init; }

    public string? Token { get; init; }

    public string? AccessToken { get; init; }

    public string? InappToken { get; init; }

    public string? BrokerPartnerId { get; init; }

    public string? Email { get; init; }

    /// <summary>Reads the fields of one call; what is wrong is told to them.</summary>
    public static TriggerWish Read(Trigger trigger, InstrumentFields fields)
    {
        string? TextOf(string name) => Defines(trigger, name) && fields.Has(name) ? fields.Text(name, LongestToken) ?? "" : null;
        long? NumberOf(string name) => Defines(trigger, name) ? fields.Integer(name, 1, long.MaxValue) : null;
        return new()
        {
            BrokerName = fields.Text("brokerName"),
            UserId = NumberOf("userId") ?? NumberOf("invitedUserId"),
            PartnerUserId = NumberOf("partnerUserId"),
            Token = TextOf("token"),
            AccessToken = TextOf("accessToken"),
            InappToken = TextOf("inappToken"),
            BrokerPartnerId = TextOf("brokerPartnerId"),
            Email = TextOf("email"),
        };
    }

    /// <summary>Never the tokens.</summary>
    public override string ToString() => nameof(TriggerWish);

    private static bool Defines(Trigger trigger, string name) => trigger.Fields.Any(field => field.Name == name);
}
