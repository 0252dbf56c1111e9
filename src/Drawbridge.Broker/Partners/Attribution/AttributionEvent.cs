namespace Drawbridge.Broker.Partners.Attribution;

/// <summary>One line of the ledger of a user. Closed family; lines are appended, never changed.</summary>
internal abstract record AttributionEvent
{
    private AttributionEvent()
    {
    }

    /// <summary>Number in the ledger; later lines have higher ones.</summary>
    public required long Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was written down: from then on it counts. Never before the line above it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who of the staff wrote it down; null for rules.</summary>
    public string? By { get; init; }

    /// <summary>Why, in their words.</summary>
    public string? Reason { get; init; }

    /// <summary>A partner is said to have brought the user.</summary>
    public sealed record Claim : AttributionEvent
    {
        /// <summary>The partner.</summary>
        public required long PartnerId { get; init; }

        /// <summary>Who says so.</summary>
        public required AttributionSource Source { get; init; }

        /// <summary>What was found about it.</summary>
        public AttributionFinding Findings { get; init; }

        /// <summary>Decided by people, not by rules.</summary>
        public bool IsDecision => Source is AttributionSource.Staff or AttributionSource.Transfer;

        /// <summary>Came from the platform.</summary>
        public bool IsFromPlatform => Source is AttributionSource.Webhook or AttributionSource.Pull;
    }

    /// <summary>The user signed up.</summary>
    public sealed record SignUp : AttributionEvent;

    /// <summary>Somebody of the broker's staff took the user from the partner.</summary>
    public sealed record Release : AttributionEvent;
}
