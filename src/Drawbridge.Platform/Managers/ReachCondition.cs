namespace Drawbridge.Platform.Managers;

/// <summary>The accounts within a manager's reach as a condition of a query (B2P-0-17).</summary>
internal static class ReachCondition
{
    /// <summary>Conditions on <c>broker_name</c> and <c>group_name</c> of a table, none for a manager who reaches everything.</summary>
    /// <param name="manager">Who asks.</param>
    /// <param name="table">Name of the table in the query, with its dot; empty when there is only one.</param>
    /// <param name="parameters">Gets the values.</param>
    public static IEnumerable<string> Of(Manager manager, string table, Dictionary<string, object> parameters)
    {
        var conditions = manager.DisabledBrokerNames.Select((name, i) => Named($"{table}broker_name <> ", $"broker{i}", name, parameters)).ToList();
        if (!manager.ReachesEveryGroup)
        {
            var groups = manager.AllowedGroups.Select((name, i) => Named($"{table}group_name = ", $"group{i}", name, parameters));
            conditions.Add($"({string.Join(" or ", groups)})");
        }

        return conditions;
    }

    private static string Named(string condition, string parameter, string value, Dictionary<string, object> parameters)
    {
        parameters[parameter] = value;
        return $"{condition}@{parameter}";
    }
}
