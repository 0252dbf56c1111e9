using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities.Texts;
using Drawbridge.Broker.PasswordReset.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Security.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.CrmIdentities;

/// <summary>What a page about something that the CRM looks after shows.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Intro">Says where; <c>{0}</c> is the broker.</param>
/// <param name="Page">The CRM's page, null = none is configured.</param>
/// <param name="BackUrl">Where the way back leads.</param>
/// <param name="BackText">What it is called.</param>
internal sealed record CrmKeepsModel(TextKey Title, TextKey Intro, Uri? Page, string BackUrl, TextKey BackText);

/// <summary>Takes the place of our own pages for passwords and addresses where the broker's own CRM keeps them, whatever the method of the request.</summary>
internal static class CrmKeepsPages
{
    /// <summary>"Reset password", for who is not logged in.</summary>
    public static TBuilder UnlessCrmResetsPasswords<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Unless(static context => new(
            PasswordResetTextKey.ResetTitle,
            CrmTextKey.CrmPasswordIntro,
            context.GetBroker().Settings.SignIn.Pages.ResetPassword,
            (context.GetScreen().Parameters with { FirstLogin = false }).UrlFor(ScreenPaths.Login),
            PasswordResetTextKey.BackToLogin));

    /// <summary>"Change password".</summary>
    public static TBuilder UnlessCrmChangesPasswords<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Unless(static context => InClientArea(context, SecurityTextKey.PasswordChangeTitle, CrmTextKey.CrmPasswordIntro, context.GetBroker().Settings.SignIn.Pages.ChangePassword));

    /// <summary>"Change e-mail".</summary>
    public static TBuilder UnlessCrmChangesEmails<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.Unless(static context => InClientArea(context, SecurityTextKey.EmailChangeTitle, CrmTextKey.CrmEmailIntro, context.GetBroker().Settings.SignIn.Pages.ChangeEmail));

    private static CrmKeepsModel InClientArea(HttpContext context, TextKey title, TextKey intro, Uri? page) =>
        new(title, intro, page, context.GetScreen().Parameters.UrlFor(ScreenPaths.Security), ScreenTextKey.BackToClient);

    private static TBuilder Unless<TBuilder>(this TBuilder builder, Func<HttpContext, CrmKeepsModel> model)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) => invocation.HttpContext.GetBroker().Settings.SignIn.CrmKeepsUsers
            ? new ScreenResult<CrmKeepsPage>(model(invocation.HttpContext))
            : await next(invocation));
}
