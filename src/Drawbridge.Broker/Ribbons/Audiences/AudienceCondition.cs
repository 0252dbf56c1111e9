namespace Drawbridge.Broker.Ribbons.Audiences;

/// <summary>One thing that has to hold for a trader.</summary>
/// <param name="Text">What, for people.</param>
/// <param name="Sql">The same about <c>users u</c>.</param>
internal sealed record AudienceCondition(string Text, string Sql);
