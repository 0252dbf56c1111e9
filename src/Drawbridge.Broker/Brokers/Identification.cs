namespace Drawbridge.Broker.Brokers;

/// <summary>What the names of a request say about its broker. Closed family (BID-24..30).</summary>
internal abstract record Identification
{
    private Identification()
    {
    }

    /// <summary>Exactly this broker.</summary>
    public sealed record Identified(BrokerEntity Broker) : Identification;

    /// <summary>One of these brokers, all of CRMs with optional identification: token and subject have to decide (BID-23).</summary>
    public sealed record Open(IReadOnlyList<BrokerEntity> Candidates) : Identification;

    /// <summary>A name is missing (BID-24, BID-25).</summary>
    public sealed record Missing : Identification;

    /// <summary>A name is unknown (BID-26).</summary>
    public sealed record Invalid : Identification;

    /// <summary>The names, the places they stand in, or the host do not belong together (BID-27..29).</summary>
    public sealed record Mismatch : Identification;
}
