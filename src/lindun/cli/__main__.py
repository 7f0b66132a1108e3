from lindun.cli.main import main

main()
