namespace DotnetBroker;

/// <summary>Log in and sign up: one address for both (SCR-1).</summary>
public sealed class SignInScreens(BrokerSettings settings, Pages pages, Store store, Passwords passwords, Platform platform, SuccessUrls successUrls, AccountScreens accounts, ResetScreens reset)
{
    private const int LongestName = 64;
    private const int LongestPartnerId = 128;

    private static readonly string[] NameFields = ["firstName", "lastName"];

    public void Map(IEndpointRouteBuilder routes)
    {
        reset.Enter = EnterAsync;
        pages.MapScreen(routes, "GET", "/auth/login", (screen, _) =>
            string.Equals(screen.Query["firstLogin"], "true", StringComparison.OrdinalIgnoreCase) ? SignupPage(screen) : LoginPage(screen)); // SCR-26
        pages.MapScreen(routes, "POST", "/auth/login", LogInAsync);
        pages.MapScreen(routes, "GET", "/auth/signup", static (screen, context) => Pages.SeeOther(context, screen.UrlFor("/auth/login", ("firstLogin", "true"))));
        pages.MapScreen(routes, "POST", "/auth/signup", SignUpAsync);
        pages.MapScreen(routes, "GET", "/sso/callback", ShowSuccess);
        pages.MapScreen(routes, "GET", "/callback/success", ShowSuccess);
    }

    /// <summary>E-mail, password, and the choice to stay logged in (SCR-71, SCR-72).</summary>
    public static Html LoginFields(Screen screen, string resetUrl, IFormCollection? form) => Html.Of($"""
        {Fields.Input("email", screen.T("email"), "email", form?["email"], "username", inputMode: "email")}
        {Fields.Input("password", screen.T("password"), "password", autocomplete: "current-password", link: Html.Of($"<a href=\"{resetUrl}\">{screen.T("resetLink")}</a>"))}
        {Fields.Check("keep", screen.T("keep"), form?.ContainsKey("keep") == true)}
        """);

    private IResult LoginPage(Screen screen, IFormCollection? form = null, string? error = null, int status = 200) => pages.Page(
        screen,
        screen.T("loginTitle"),
        Html.Of($"""
            <h1>{screen.T("loginTitle")}</h1><p class="intro">{screen.T("loginIntro", ("broker", settings.BrokerName))}</p>
            {Fields.Alert(error is null ? null : screen.T(error))}
            <form method="post" action="{screen.UrlFor("/auth/login")}" novalidate>
            {LoginFields(screen, screen.UrlFor("/auth/reset"), form)}
            <button>{screen.T("logIn")}</button>
            </form>
            <p class="after">{screen.T("noAccount")} <a href="{screen.UrlFor("/auth/login", ("firstLogin", "true"))}">{screen.T("signUp")}</a></p>
            """),
        status);

    private async Task<IResult> LogInAsync(Screen screen, HttpContext context)
    {
        var form = context.Request.Form;
        var (user, error) = passwords.Check(context, form["email"].ToString().Trim(), form["password"].ToString());
        return user is not null
            ? await EnterAsync(screen, context, user, form.ContainsKey("keep"))
            : LoginPage(screen, form, error, error == "errorTooMany" ? 429 : 422);
    }

    private IResult SignupPage(Screen screen, IFormCollection? form = null, Dictionary<string, string>? errors = null)
    {
        string? ErrorOf(string field) => errors?.TryGetValue(field, out var key) == true ? screen.T(key) : null;
        return pages.Page(
            screen,
            screen.T("signupTitle"),
            Html.Of($"""
                <h1>{screen.T("signupTitle")}</h1><p class="intro">{screen.T("signupIntro")}</p>
                <form method="post" action="{screen.UrlFor("/auth/signup")}" novalidate>
                <div class="row">
                {Fields.Input("firstName", screen.T("firstName"), value: form?["firstName"], autocomplete: "given-name", error: ErrorOf("firstName"))}
                {Fields.Input("lastName", screen.T("lastName"), value: form?["lastName"], autocomplete: "family-name", error: ErrorOf("lastName"))}
                </div>
                {Fields.Input("email", screen.T("email"), "email", form?["email"], "username", ErrorOf("email"), inputMode: "email")}
                {Fields.Input("password", screen.T("password"), "password", "", "new-password", ErrorOf("password"), screen.T("passwordHint"), Html.Of($"<a href=\"{screen.UrlFor("/auth/reset")}\">{screen.T("resetLink")}</a>"))}
                {Fields.Check("keep", screen.T("keep"), form?.ContainsKey("keep") == true)}
                <button>{screen.T("signUp")}</button>
                </form>
                <p class="after">{screen.T("haveAccount")} <a href="{screen.UrlFor("/auth/login", ("firstLogin", "false"))}">{screen.T("logIn")}</a></p>
                """),
            errors is null ? 200 : 422);
    }

    private async Task<IResult> SignUpAsync(Screen screen, HttpContext context)
    {
        var form = context.Request.Form;
        string Text(string name) => form[name].ToString().Trim();
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in NameFields.Where(name => Text(name).Length is 0 or > LongestName))
        {
            errors[name] = "errorName";
        }

        if (Passwords.FaultOf(Text("email")) is { } fault)
        {
            errors["email"] = fault;
        }
        else if (store.FindUser(Text("email")) is not null)
        {
            errors["email"] = "errorTaken";
        }

        if (!Passwords.IsUsable(form["password"].ToString()))
        {
            errors["password"] = "errorPassword";
        }

        if (errors.Count > 0)
        {
            return SignupPage(screen, form, errors);
        }

        var partnerId = screen.Query["partnerId"].ToString();
        var user = new BrokerUser
        {
            Email = Text("email"),
            FirstName = Text("firstName"),
            LastName = Text("lastName"),
            Language = screen.Language,
            PartnerId = partnerId.Length is 0 or > LongestPartnerId ? null : partnerId,
            PasswordHash = passwords.Hash(form["password"].ToString()),
        };
        return store.TryAdd(user)
            ? await EnterAsync(screen, context, user, form.ContainsKey("keep"))
            : SignupPage(screen, form, new(StringComparer.Ordinal) { ["email"] = "errorTaken" });
    }

    /// <summary>From a proven user to the application, by way of whatever is missing on the platform (FLOW-CREATE-5 to 13, FLOW-AUTH-3, FLOW-AUTH-6).</summary>
    private async Task<IResult> EnterAsync(Screen screen, HttpContext context, BrokerUser user, bool keep)
    {
        switch (await platform.EnsureUserAsync(user, user.AddressProven, context.RequestAborted))
        {
            case StepResult.AddressNotProven:
                reset.Mail(screen, user); // FLOW-CREATE-21
                return pages.Page(screen, screen.T("knownTitle"), Html.Of($"<h1>{screen.T("knownTitle")}</h1><p>{screen.T("known")}</p>"));
            case StepResult.Failed:
                return LoginPage(screen, error: "errorAway", status: 503);
            default:
                return user.Accounts.Any(static account => account.Linked)
                    ? Pages.SeeOther(context, successUrls.Of(user, TokenPurpose.LogIn, keep))
                    : accounts.FirstPage(screen, context, new(user.Id) { Keep = keep, AccountKey = "first" });
        }
    }

    /// <summary>The success page, if SUCCESS_URL is here: the application sees the address and closes the screen.</summary>
    private IResult ShowSuccess(Screen screen, HttpContext context) =>
        pages.Page(screen, screen.T("successTitle"), Html.Of($"<h1>{screen.T("successTitle")}</h1><p>{screen.T("success")}</p>"));
}
