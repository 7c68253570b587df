using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Waits that a busy machine cannot break: one fails only when nothing has moved for a minute.</summary>
static class Waits
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1), LongestPause = TimeSpan.FromMilliseconds(100);

    internal static Task UntilAsync(Func<Task<bool>> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") => UntilAsync(isSo, () => Task.FromResult(""), what);

    /// <param name="sign">Another text whenever something has moved; looked at when the patience is at its end.</param>
    /// <param name="what">What is waited for.</param>
    internal static async Task UntilAsync(Func<Task<bool>> isSo, Func<Task<string>> sign, string what)
    {
        var (seen, still) = (await sign(), Stopwatch.StartNew());
        for (var pause = TimeSpan.FromMilliseconds(10); !await isSo(); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, LogDatabase.Ct);
            if (still.Elapsed < Patience)
                continue;
            var now = await sign();
            if (now == seen)
                throw new InvalidOperationException($"Nothing has moved for {Patience.TotalSeconds} s, and this has not come to pass: {what}");
            seen = now;
            still.Restart();
        }
    }
}
