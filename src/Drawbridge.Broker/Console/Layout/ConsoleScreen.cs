using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Overview;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>Everything a page of the console needs to know about the request it answers.</summary>
internal sealed record ConsoleScreen
{
    /// <summary>Null before signing in.</summary>
    public StaffCaller? Caller { get; init; }

    public required string Title { get; init; }

    /// <summary><c>light</c>, <c>dark</c>, or <c>auto</c>: as the browser prefers.</summary>
    public required string Theme { get; init; }

    /// <summary>What the gate recognises forms of this session by; before signing in, what the form guard does.</summary>
    public required string FormKey { get; init; }

    /// <summary>The page itself, to come back to.</summary>
    public required string Here { get; init; }

    /// <summary>What was just done, if the page follows on something.</summary>
    public string? Notice { get; init; }

    /// <summary>What waits for somebody.</summary>
    public WorkCounts Counts { get; init; } = new();

    public required DateTimeOffset Now { get; init; }

    public object? Model { get; init; }

    public bool May(ConsolePermission permission) => Caller?.May(permission) == true;

    public static ConsoleScreen Of(HttpContext context, string title, object? model, DateTimeOffset now, string formKey) => new()
    {
        Caller = context.FindCaller(),
        Title = title,
        Theme = ConsoleTheme.Of(context.Request),
        FormKey = formKey,
        Here = context.Request.Path + context.Request.QueryString,
        Notice = ConsoleNotice.Find(context.Request.Query[ConsoleNotice.Key]),
        Now = now,
        Model = model,
    };
}

/// <summary>Whether a page is light or dark.</summary>
internal static class ConsoleTheme
{
    public const string Cookie = "__Host-console-theme";

    public static IReadOnlyList<string> All { get; } = ["auto", "light", "dark"];

    public static string Of(HttpRequest request) => request.Cookies[Cookie] is { } theme && All.Contains(theme, StringComparer.Ordinal) ? theme : "auto";
}

/// <summary>What a page says about what was just done. The address names one of these and carries no text of its own.</summary>
internal static class ConsoleNotice
{
    public const string Key = "done";

    public static string After(string url, string notice) => $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Key}={notice}";

    public static string? Find(string? name) => name switch
    {
        "approved" => "Approved. The withdrawal goes on.",
        "rejected" => "Rejected. No money has moved.",
        "retried" => "It is tried again.",
        "settled" => "Settled. The payment goes on from there.",
        "late" => "Nothing was changed: the payment was no longer in a state for this. This is how it stands now.",
        "sent" => "Sent.",
        "read" => "Marked as read.",
        "saved" => "Saved. The sessions of this member have ended.",
        "disabled" => "Disabled. Their sessions have ended.",
        "enabled" => "Enabled again.",
        "password" => "Your password is changed. Your other sessions have ended.",
        "resent" => "It is sent again.",
        "kyc-begun" => "You look at it now. The trader cannot take it back any more.",
        "kyc-approved" => "Approved. The trader is told.",
        "kyc-rejected" => "Sent back. The trader reads why, and does it again.",
        "kyc-late" => "Nothing was changed: the verification was no longer in a state for this. This is how it stands now.",
        "session-ended" => "Ended. If it was an application, it asks for a login when it starts next.",
        "trader-end-all" => "Ended everywhere, on the platform too.",
        "trader-reset-factor" => "App, recovery codes and passkeys are gone. The trader is told by mail.",
        "trader-block" => "Blocked. Every session has ended, on the platform too.",
        "trader-unblock" => "The trader can log in again.",
        "trader-late" => "Nothing was changed: it was so already. This is how it stands now.",
        "ribbon-write" => "The draft is saved. Ask for approval when it is ready.",
        "ribbon-submit" => "It waits for somebody else to approve it.",
        "ribbon-approve" => "Approved. It is in force, as its schedule says.",
        "ribbon-reject" => "Sent back to who wrote it.",
        "ribbon-pause" => "Paused. It is being taken from every trader.",
        "ribbon-resume" => "It goes on. Every trader who fits gets it again.",
        "ribbon-end" => "Ended. It is being taken from every trader.",
        "ribbon-late" => "Nothing was changed: the campaign was no longer as you saw it. This is how it stands now.",
        "ribbons-clear" => "All campaigns are paused. Every ribbon is being taken away.",
        "ribbons-resent" => "The ribbons are sent once more.",
        "country-saved" => "The country is saved.",
        "tags-saved" => "The tags are saved.",
        "partner-add" => "Added. The platform is told as soon as it knows the trader.",
        "partner-approve" => "Approved. The platform is told.",
        "partner-reject" => "Rejected.",
        "partner-suspend" => "Suspended. Nobody new is attributed; traders and network stay.",
        "partner-resume" => "Resumed. The platform is told.",
        "partner-rename" => "Renamed. The identifier is as before.",
        "partner-move" => "Moved, with the whole network.",
        "partner-transfer" => "Begun. The traders go over in the background.",
        "plan-added" => "The plan is there. Give it to your partners.",
        "plan-changed" => "The version is there. What was earned before it stays.",
        "plan-given" => "Given.",
        "plan-archived" => "Put away. Those who have it keep it.",
        "run-begun" => "Begun. The statements are made in the background.",
        "hold-released" => "Released.",
        "statement-approve" => "Agreed.",
        "statement-hold" => "Held.",
        "statement-release" => "Released. It goes on as a draft.",
        "statement-pay" => "It is being paid.",
        "statement-late" => "Nothing was changed: it was no longer in a state for this. This is how it stands now.",
        "partner-late" => "Nothing was changed: the partner was no longer in a status for this. This is how it stands now.",
        "attribution-set" => "Decided. It stands in the ledger with your reason.",
        "broker-saved" => "Saved. It is in force on every node within two seconds.",
        "crm-saved" => "Saved, for all brokers. It is in force on every node within two seconds.",
        "restored" => "Put back, as a new version. It is in force on every node within two seconds.",
        "unchanged" => "Nothing was changed: everything is so already.",
        "noted" => "Noted.",
        "repeated" => "This was done already.",
        _ => null,
    };
}
