using Drawbridge.Conformance.Cases;

namespace Drawbridge.Conformance.Running;

/// <summary>Is told how a run goes on, from any thread.</summary>
public interface IRunProgress
{
    void Began(ConformanceCase one);

    void Ended(CaseResult result);
}
