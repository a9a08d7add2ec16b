@main struct BallastCommand { static func main() {} }
