namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>What a valid <c>crmApiToken</c> stands for (P2B-CT-4).</summary>
/// <param name="CrmId">The CRM that issued it.</param>
/// <param name="BrokerId">The broker it is bound to when the password is the broker's own, else null.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record CrmApiTokenGrant(long CrmId, long? BrokerId, DateTimeOffset ExpiresAt);
