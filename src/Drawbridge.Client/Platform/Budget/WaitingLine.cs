namespace Drawbridge.Client.Platform.Budget;

/// <summary>Calls that wait for their turn, first come, first served. Used under the budget's lock.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<WaitingCall> _calls = [];

    public int Count => _calls.Count;

    public WaitingCall Enter()
    {
        var call = new WaitingCall();
        _calls.AddLast(call);
        return call;
    }

    public void LetFirstGo()
    {
        var first = _calls.First!.Value;
        _calls.RemoveFirst();
        first.LetGo();
    }

    /// <summary>False when its turn has come already.</summary>
    public bool Leave(WaitingCall call) => _calls.Remove(call);
}

/// <summary>A call that waits.</summary>
internal sealed class WaitingCall
{
    private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Turn => _turn.Task;

    public void LetGo() => _turn.SetResult();
}
