namespace DotnetBroker;

/// <summary>A trader to try it with, made like any other; on the next start found again.</summary>
public sealed class DemoTrader(BrokerSettings settings, Store store, Passwords passwords, Platform platform, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Waits for the platform if it is not there yet.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(settings.DemoEmail) || string.IsNullOrEmpty(settings.DemoPassword))
        {
            return;
        }

        store.TryAdd(new() { Email = settings.DemoEmail, FirstName = "Demo", LastName = "Trader", Language = "en", PasswordHash = passwords.Hash(settings.DemoPassword) });
        var user = store.FindUser(settings.DemoEmail)!;
        while (await platform.EnsureUserAsync(user, mayAdopt: true, cancellationToken) != StepResult.Done
            || await platform.OpenAccountAsync(user, "first", "EUR", 100, cancellationToken) != StepResult.Done)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
