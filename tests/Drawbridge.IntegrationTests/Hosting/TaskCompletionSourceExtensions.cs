namespace Drawbridge.IntegrationTests.Hosting;

internal static class TaskCompletionSourceExtensions
{
    /// <summary>Starts <paramref name="start"/> here and completes as its task does, for handlers that cannot await.</summary>
    public static void SetFrom<T>(this TaskCompletionSource<T> source, Func<Task<T>> start) => _ = SetFromAsync(source, start);

    private static async Task SetFromAsync<T>(TaskCompletionSource<T> source, Func<Task<T>> start)
    {
        try
        {
            source.SetResult(await start());
        }
        catch (Exception e)
        {
            source.SetException(e);
        }
    }
}
