using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Running;

/// <summary>How many cases run at once.</summary>
internal sealed class Places(int calls, int tabs) : IDisposable
{
    private readonly SemaphoreSlim _calls = new(calls, calls);
    private readonly SemaphoreSlim _tabs = new(tabs, tabs);

    public SemaphoreSlim Of(CaseKind kind) => kind == CaseKind.Api ? _calls : _tabs;

    public void Dispose()
    {
        _calls.Dispose();
        _tabs.Dispose();
    }
}
