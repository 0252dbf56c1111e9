namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>What is wrong with a campaign.</summary>
/// <param name="Field">Where, as the API calls it.</param>
/// <param name="Text">What, and what to do, as a sentence.</param>
internal sealed record CampaignFault(string Field, string Text);
