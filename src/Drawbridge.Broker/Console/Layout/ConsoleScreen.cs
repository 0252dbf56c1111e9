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
        "noted" => "Noted.",
        "repeated" => "This was done already.",
        _ => null,
    };
}
