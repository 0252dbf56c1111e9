namespace Drawbridge.IntegrationTests.Hosting;

/// <summary>Waits for what happens in the background.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Asks again and again, and leaves the processors to those who work in between.</summary>
    /// <param name="happened">Whether it is there.</param>
    /// <param name="otherwise">What to say when it does not come.</param>
    /// <returns>When it has happened.</returns>
    public static async Task TrueAsync(Func<Task<bool>> happened, Func<string>? otherwise = null)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await happened())
        {
            deadline.IsCancellationRequested.ShouldBeFalse(otherwise?.Invoke() ?? "it did not happen");
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The same for something that is at hand.</summary>
    /// <param name="happened">Whether it is there.</param>
    /// <param name="otherwise">What to say when it does not come.</param>
    /// <returns>When it has happened.</returns>
    public static Task TrueAsync(Func<bool> happened, Func<string>? otherwise = null) => TrueAsync(() => Task.FromResult(happened()), otherwise);
}
