using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>A request that the fake platform keeps until told, before or after it acted on it.</summary>
internal sealed class HeldRequest(bool after)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request is there (and done, if held afterwards).</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Release() => _released.TrySetResult();

    public async Task HandleAsync(HttpContext context, Func<FakeAnswer> process)
    {
        var answer = after ? process() : null;
        _reached.TrySetResult();
        await _released.Task;
        await (answer ?? process()).WriteAsync(context);
    }
}
