using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>A form of the console as it was sent.</summary>
/// <param name="Fields">What it says.</param>
/// <param name="Key">Its own key, to be written down with what it does: so it is done once.</param>
internal sealed record SentForm(IFormCollection Fields, string Key)
{
    /// <summary>A person's words, without what cannot be shown.</summary>
    public string Text(string field) => ConsoleForm.TextOf(Fields, field);
}

/// <summary>Forms that change something: each counts once, however often it is sent.</summary>
internal static class OnceForm
{
    /// <summary>Does what a form asks for. One without a key of ours is refused; one that was done before leads to where it stands.</summary>
    /// <param name="context">The request.</param>
    /// <param name="repeated">Where that is, with what the page says there.</param>
    /// <param name="act">Does it, with an entry in the audit log that has the form's key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IResult> DoAsync(HttpContext context, string repeated, Func<SentForm, Task<IResult>> act, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (ConsoleForm.OnceKeyOf(form) is not { } key)
        {
            return ConsoleError.UnreadableForm;
        }

        if (await context.RequestServices.GetRequiredService<AuditStore>().IsDoneAsync(context.GetCaller().Member.Id, key, cancellationToken))
        {
            return new SeeOther(repeated);
        }

        try
        {
            return await act(new(form, key));
        }
        catch (ActRepeatedException)
        {
            return new SeeOther(repeated);
        }
    }

    /// <summary>The same about something that has to be the caller's; what is not is as good as nothing (BID-44).</summary>
    /// <inheritdoc cref="DoAsync(HttpContext, string, Func{SentForm, Task{IResult}}, CancellationToken)"/>
    /// <param name="context">The request.</param>
    /// <param name="find">Finds it, or null.</param>
    /// <param name="repeated">Where that is, with what the page says there.</param>
    /// <param name="act">Does it, with an entry in the audit log that has the form's key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<IResult> DoAsync<T>(HttpContext context, Func<Task<T?>> find, string repeated, Func<SentForm, T, Task<IResult>> act, CancellationToken cancellationToken)
        where T : struct =>
        DoAsync(context, repeated, async sent => await find() is { } found ? await act(sent, found) : ConsoleError.NotFound, cancellationToken);
}
