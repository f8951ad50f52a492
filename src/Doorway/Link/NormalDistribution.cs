namespace Doorway;

/// <summary>The normal distribution of mean 0 and standard deviation 1.</summary>
static class NormalDistribution
{
    /// <summary>
    /// A number so distributed, of two evenly distributed ones in [0, 1) (Box and Muller, 1958).
    /// </summary>
    public static double Draw(double first, double second) =>
        Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(Math.Tau * second);

    /// <summary>
    /// The probability of a number above this one, right to 14 decimal places, and in the tail to
    /// 1e-8 of itself (Hart, Computer approximations, 1968, algorithm 5666).
    /// </summary>
    public static double Above(double value)
    {
        double x = Math.Abs(value);
        double upper = Polynomial(
            x, [220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383,
                6.37396220353165, 0.700383064443688, 3.52624965998911e-2]);
        double lower = Polynomial(
            x, [440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
                86.7807322029461, 16.064177579207, 1.75566716318264, 8.83883476483184e-2]);
        double tail = Math.Exp(-x * x / 2) * upper / lower;
        return value >= 0 ? tail : 1 - tail;
    }

    static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = (sum * x) + coefficients[i];
        }

        return sum;
    }
}
