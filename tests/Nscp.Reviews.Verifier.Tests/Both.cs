using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>Both verifiers asked about one bundle. That they agree is part of every test.</summary>
static class Both
{
    internal static Answer Check(byte[] zip, params string[] trusted)
    {
        var verdict = BundleVerifier.Check(zip, trusted.ToHashSet());
        var (lines, code) = Telling.Of(verdict);
        var first = new Answer(code, verdict is BundleVerdict.DoesNotFit not ? (int)not.Step : 0, lines[0]);
        var second = SecondVerifier.Check(zip, trusted);
        (second.Code, second.Check).ShouldBe((first.Code, first.Check), $"{first.Says} | {second.Says}");
        if (code != 1) second.Says.ShouldBe(first.Says);
        return first;
    }

    internal static void ShouldFindMisfit(byte[] zip, BundleStep step, params string[] trusted)
    {
        var answer = Check(zip, trusted);
        (answer.Code, (BundleStep)answer.Check).ShouldBe((1, step), answer.Says);
    }
}
