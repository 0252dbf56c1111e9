namespace Drawbridge.Broker.Payments;

/// <summary>The columns of a <see cref="Payment"/>.</summary>
internal static class PaymentColumns
{
    public const string All =
        """
        id, broker_id, user_id, kind, reference, trader_login, currency, money_digits, amount, fee, fee_bearer, method, source, provider, provider_reference, return_url,
        state, revision, created_at, updated_at
        """;

    /// <summary>The same of a table with an alias.</summary>
    public static string Of(string alias) => string.Join(", ", All.Split(',').Select(column => $"{alias}.{column.Trim()}"));
}
