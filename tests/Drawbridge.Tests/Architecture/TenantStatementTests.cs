using System.Text.RegularExpressions;

namespace Drawbridge.Tests.Architecture;

/// <summary>
/// Each SQL statement about rows of a broker or CRM names whose they are, goes by an unguessable hash, or removes what is past its end; the others
/// go by the key of a row that was reached through its broker before, and are counted here with how.
/// </summary>
public sealed partial class TenantStatementTests
{
    private const string Migrations = "src/Drawbridge.Broker/Migrations/";

    /// <summary>Tables without rows of anybody in particular; why, says the list of the same name beside the integration tests.</summary>
    private static readonly string[] Nobodys = ["throttles", "passkey_challenges", "funnel_walks", "funnel_keys", "ribbon_contents", "partner_click_salts", "configuration_state", "configuration_versions", "configuration_sections"];

    /// <summary>Statements that go by a key: where, how many, and how that key was reached.</summary>
    private static readonly Dictionary<string, (int Count, string Because)> ByKey = new(StringComparer.Ordinal)
    {
        ["Accounts/AccountOpeningStore.cs"] = (3, "an opening that a task of its user holds"),
        ["Branding/Images/BrandImageStore.cs"] = (1, "images are for everybody, under names made of their content"),
        ["Chat/ChatStore.cs"] = (8, "the conversation of the broker's user, whose row the same write found or locked"),
        ["Chat/DeskStore.cs"] = (3, "a conversation that the same write or the endpoint found among the caller's brokers"),
        ["Chat/Files/ChatFileStore.cs"] = (2, "a conversation that the caller found among its brokers, and one that the same write wrote in"),
        ["Console/Audit/AuditStore.cs"] = (1, "the entries of the member of staff who asks"),
        ["Console/SignIn/StaffSessionStore.cs"] = (2, "the member of staff who signs in, and one whom an administrator of the CRM changes"),
        ["Console/Staff/StaffStore.cs"] = (2, "the limits of a member whom the same write changes; and a condition that each caller gives, with the CRM unless somebody signs in"),
        ["CrmApiTokens/CrmPasswords.cs"] = (4, "passwords that the same write found at their CRM, by an owner that it names"),
        ["Documents/DocumentStore.cs"] = (6, "a document that the vault got from who found it by its user or case"),
        ["HostedProvider/HostedProviderStore.cs"] = (5, "providers of the broker in the directory, an owner that provisioning gives, and those of a name whose signature decides"),
        ["Kyc/Cases/KycCases.cs"] = (8, "a case that was found at its broker"),
        ["Kyc/Cases/KycStore.cs"] = (4, "a case that was found at its broker"),
        ["Kyc/Desk/KycDeskStore.cs"] = (1, "a case that was found among the caller's brokers"),
        ["Kyc/Ends/KycRetentionWorker.cs"] = (4, "cases whose time is over, of each broker in turn"),
        ["Kyc/Files/KycFileStore.cs"] = (3, "a case that was found at its broker"),
        ["Kyc/Provider/KycProviderStore.cs"] = (1, "the case of a job, which was made with it"),
        ["Onboarding/OnboardingService.cs"] = (1, "the user of a session of the broker"),
        ["Onboarding/OnboardingStore.cs"] = (7, "tasks of any broker that are due; each names its broker, and who works on it reads it from there"),
        ["Onboarding/Steps/ClaimedTask.cs"] = (1, "a task that this node has claimed"),
        ["Onboarding/Steps/UserStep.cs"] = (1, "the other tasks of the claimed task's user"),
        ["Partners/Links/PartnerLinkStore.cs"] = (1, "a link by its slug, of which the installation has one; its broker is compared with the host"),
        ["Partners/Tree/PartnerTreeStore.cs"] = (1, "the broker itself, which locks its tree"),
        ["PaymentDesk/PaymentDeskStore.cs"] = (2, "a payment that was found among the caller's brokers"),
        ["Payments/PaymentStore.Changes.cs"] = (3, "a payment whose row the same write has locked"),
        ["Payments/PaymentStore.cs"] = (2, "the payment of a job; and one that a provider names, whose signature must be that of the payment's broker"),
        ["Ribbons/Campaigns/CampaignStore.cs"] = (1, "a campaign that the same write found at its broker"),
        ["Ribbons/Delivery/RibbonProgressStore.cs"] = (2, "sets that hold the contents of one campaign, which was found at its broker"),
        ["Ribbons/Delivery/RibbonSetStore.cs"] = (3, "when any set is due; and sets that this node has claimed"),
        ["Ribbons/Planning/RibbonPlanStore.cs"] = (3, "users whom the same plan found at their broker, and contents of the campaigns that it plans"),
        ["Ribbons/Planning/RibbonPlanning.cs"] = (3, "when any campaign changes; and campaigns of the broker whose plan is made"),
        ["UserTags/UserTagStore.cs"] = (1, "the tags of a user whom the same write found at its broker"),
        ["SandboxProvider/SandboxStore.cs"] = (4, "payments of development, by a reference that their broker gave"),
        ["Users/UserStore.cs"] = (1, "who has an address at the brokers that share their users with the caller's"),
        ["Webhooks/WebhookStore.cs"] = (1, "the event of a job, which was made with it"),
    };

    [Fact] // BID-41, BID-44
    public void Every_statement_about_somebodys_rows_says_whose_they_are()
    {
        var tables = Repository.TextFiles.Where(static file => file.Path.StartsWith(Migrations, StringComparison.Ordinal))
            .SelectMany(static file => Table().Matches(file.Text()).Select(static match => match.Groups["name"].Value)).Except(Nobodys, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        tables.Count.ShouldBeGreaterThan(40);

        var statements = (
            from file in Repository.TextFiles
            where file.Extension == ".cs" && file.Path.StartsWith("src/Drawbridge.Broker/", StringComparison.Ordinal)
            from Match literal in Literal().Matches(file.Text())
            let sql = string.Join(' ', literal.Groups["sql"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            where Statement().IsMatch(sql) && Named().Matches(sql).Any(match => tables.Contains(match.Groups["name"].Value))
            select (file.Path, Sql: sql)).ToList();
        statements.Count.ShouldBeGreaterThan(250);

        var byKey = statements.Where(static statement => !Owned().IsMatch(statement.Sql) && !Ended().IsMatch(statement.Sql))
            .GroupBy(static statement => statement.Path["src/Drawbridge.Broker/".Length..], static statement => statement.Sql, StringComparer.Ordinal)
            .ToDictionary(static file => file.Key, static file => file.ToList(), StringComparer.Ordinal);
        byKey.Where(static file => file.Value.Count > ByKey.GetValueOrDefault(file.Key).Count).Select(static file => $"{file.Key} ({file.Value.Count}): {string.Join(" | ", file.Value)}").ShouldBeEmpty(
            "name broker_id or crm_id in the statement; where it goes by the key of a row that was reached through its broker, say so in ByKey");
        ByKey.Where(file => byKey.GetValueOrDefault(file.Key)?.Count is not { } count || count < file.Value.Count).Select(static file => file.Key).ShouldBeEmpty("in ByKey with more statements than there are");
    }

    [GeneratedRegex(@"create table (?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Table();

    [GeneratedRegex("\\$*\"\"\"(?<sql>.*?)\"\"\"|\\$?\"(?<sql>([^\"\\\\\\n]|\\\\.)*)\"", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(select|insert|update|delete|with)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(from|join|into|update) (?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Named();

    [GeneratedRegex(@"broker_id|crm_id|BrokerScope|SharedLogins\.LoginOf|\{OfTheCrm\}|\bhash = @|\(hash, |from crms|into crms", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Owned();

    [GeneratedRegex(@"^delete from \w+ where (expires_at|received_at) <=? @\w+$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Ended();
}
