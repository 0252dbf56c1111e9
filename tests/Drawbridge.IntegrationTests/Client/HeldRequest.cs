using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>A request that the fake platform keeps until told, before or after it acted on it.</summary>
internal sealed class HeldRequest(bool after)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request is there (and done, if held afterwards).</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>It goes on, even if its sender is gone.</summary>
    public void Release() => _released.TrySetResult(true);

    /// <summary>It is thrown away.</summary>
    public void Drop() => _released.TrySetResult(false);

    public async Task HandleAsync(HttpContext context, Func<FakeAnswer> process)
    {
        var answer = after ? process() : null;
        _reached.TrySetResult();
        if (await _released.Task)
        {
            await (answer ?? process()).WriteAsync(context);
        }
        else
        {
            context.Abort();
        }
    }
}
